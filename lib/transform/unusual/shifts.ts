import { cusum } from '../../stats/change/cusum.ts';
import { standardise } from '../../stats/change/standardise.ts';
import { medianOf } from '../../stats/median.ts';
import { type NetDay, type NetSeries, netSeriesOf } from './series.ts';

/** A day since when an account gains more or less each day than before. */
export interface LevelShift {
  /** The day of the alarm: when it could first be told. */
  day: string;
  /** The day on which it seems to have begun. */
  changeDay: string;
  /** The day that bore it out, 20 days later: only since then is it told. */
  knownDay: string;
  direction: 'up' | 'down';
  /** Median change of a day before and since, weekdays taken off. */
  before: number;
  since: number;
  /** Their distance in robust standard deviations of a day. */
  score: number;
  /** Days that were compared. */
  n: number;
}

/** Days whose level is the one to compare with. */
const baselineDays = 28;
/** Days since the change that must bear it out: a post that goes round is over by then. */
const borneOut = 21;
/** Shifts of less are within what weeks differ by. */
const leastScore = 2;
/** A shift of 2σ is sought; the alarm comes once in about 50,000 days of chance. */
const chart = { k: 1, h: 5 };
/** One day alone may not make an alarm. */
const mostOfADay = 3;
/** Fewer followers a day are nothing to speak of. */
const leastCount = 2;

/**
 * Lasting shifts of what an account gains a day, by day of the alarm (docs/methods.md#unusual): two-sided CUSUM on changes without
 * their weekly season, standardised by the 28 days before, each day counting 3σ at most; a shift counts where the median of the 21 days
 * since lies 2σ or more away, and explains these weeks better than a straight line. After one the search begins again.
 * Empty where there is none or too little is known; days may come in any order. Page (1954).
 */
export function levelShifts(days: readonly NetDay[]): LevelShift[] {
  const series = netSeriesOf(days);
  return series ? shiftsOf(series) : [];
}

/** The same for changes that are in order and without holes. */
export function shiftsOf({ days, net, season, step }: NetSeries): LevelShift[] {
  const plain = net.map((value, i) => value - (season[i] as number));
  const shifts: LevelShift[] = [];
  let start = 0;
  let from = baselineDays;
  while (from + borneOut <= plain.length) {
    const baseline = plain.slice(Math.max(start, from - baselineDays), from);
    const standard = standardise(plain.slice(from), baseline);
    // Where rounding hides the days there is no telling.
    if (standard === null || standard.sigma < step / 10) {
      from += 7;
      continue;
    }
    const { z, sigma, centre } = standard;
    const next = firstShift(plain, z, from, { centre, sigma, baseline });
    if (next === null) break;
    if ('shift' in next) {
      const { alarm, change, ...rest } = next.shift;
      shifts.push({
        ...rest,
        day: days[alarm] as string,
        changeDay: days[change] as string,
        knownDay: days[change + borneOut - 1] as string,
      });
      start = change;
      from = change + borneOut;
    } else from = next.goOnAt;
  }
  return shifts;
}

interface Reference {
  centre: number;
  sigma: number;
  baseline: readonly number[];
}

type Found = Omit<LevelShift, 'day' | 'changeDay' | 'knownDay'> & { alarm: number; change: number };

/** The first alarm from a place on: a shift that is borne out, or where to go on after one that is not. */
function firstShift(
  plain: readonly number[],
  z: readonly number[],
  from: number,
  { centre, sigma, baseline }: Reference,
): { shift: Found } | { goOnAt: number } | null {
  // A baseline of its own every four weeks, so that slow growth is no shift.
  const part = z.slice(0, baselineDays + borneOut);
  const clipped = part.map((value) => Math.max(-mostOfADay, Math.min(mostOfADay, value)));
  const alarm = cusum(clipped, chart)?.alarm ?? null;
  if (alarm === null || alarm.index >= baselineDays)
    return from + baselineDays + borneOut <= plain.length ? { goOnAt: from + baselineDays } : null;
  const change = from + alarm.changeIndex;
  const since = plain.slice(change, change + borneOut);
  if (since.length < borneOut) return null;
  const [before, after] = [medianOf(baseline) ?? centre, medianOf(since) ?? centre];
  const score = Math.abs(after - before) / sigma;
  const direction = after > before ? 'up' : 'down';
  const isShift =
    direction === alarm.direction &&
    score >= leastScore &&
    Math.abs(after - before) >= leastCount &&
    stepBeatsLine(baseline, since);
  if (!isShift) return { goOnAt: from + Math.max(7, alarm.index + 1) };
  return {
    shift: {
      alarm: from + alarm.index,
      change,
      direction,
      before,
      since: after,
      score,
      n: baseline.length + since.length,
    },
  };
}

/** Whether two levels leave less unexplained than a straight line through all, by absolute distance, which hits do not decide. */
function stepBeatsLine(before: readonly number[], since: readonly number[]): boolean {
  const off = (values: readonly number[]) => {
    const level = medianOf(values) ?? 0;
    return values.reduce((sum, value) => sum + Math.abs(value - level), 0);
  };
  const all = [...before, ...since];
  // Slope by the medians of the first and the last third (Tukey's resistant line).
  const third = Math.floor(all.length / 3);
  const rise = (medianOf(all.slice(-third)) ?? 0) - (medianOf(all.slice(0, third)) ?? 0);
  const slope = rise / (all.length - third);
  return off(before) + off(since) < off(all.map((value, i) => value - slope * i));
}
