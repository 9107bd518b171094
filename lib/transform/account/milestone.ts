import { addDays, daysBetween } from '../../calendar.ts';
import { seededRandom } from '../../effects.ts';
import { dayLong, exact, percent, plural } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import {
  type FirstPassage,
  firstPassages,
  foreseenFrom,
  historyTimes,
} from '../../stats/forecast/milestone.ts';
import { drawShocks, type Shocks } from '../../stats/forecast/paths.ts';
import type { Forecast } from '../../stats/forecast/types.ts';
import type { AccountContext } from '../context.ts';
import { longHorizon } from '../forecast/models.ts';
import { inputsOf } from '../inputs.ts';
import type { Observation } from '../series.ts';
import { forecastOf } from './forecast.ts';

type Milestone = Row<'milestone'>;
type Counter = Milestone['counter'];

export const milestoneMethod: Method = {
  id: 'milestone',
  version: 1,
  title: 'Milestones',
  about:
    'Round levels that a counter passed, between which observations, and when the next two may be passed: a range of dates from simulated paths of naive with drift, or the reason why none is given. Of the models it is the one that goes on growing: the others fade or halve the slope, which serves a month and no year.',
  formula: [
    'levels = 1, 2, 5 times a power of ten',
    'passed = first observation at or above the level',
    'paths = last value and drift, with steps as uncertain as past forecasts were',
    'early, middle, late date = days by which 10%, 50% and 90% of 200 simulated paths have reached it',
    'foreseen = reached within 365 days on at least half of the paths, the middle one within twice the days of history',
  ],
  edges: [
    'A counter that fell below a level again has passed it. One that was above when it was first observed has passed it on no known day.',
    'A forecast that falls or hardly moves, too little history, no forecast: not foreseeable, and the reason.',
    'Rounded counts pass a level when the rounded number does.',
    'Only followers are foreseen. The paths are the same for every build.',
  ],
  sources: [
    'first passage of simulated paths; that half of them must reach the level, and twice the history, are our choice',
  ],
  example: () => ({
    given: 'an account of 870 followers',
    result: `the next levels are ${nextLevels(870, 2).map(exact).join(' and ')}`,
  }),
};

const mantissas = [1, 2, 5] as const;

/** The `count` levels above a value, rising. */
export function nextLevels(value: number, count: number): number[] {
  const levels: number[] = [];
  for (let power = 1; levels.length < count; power *= 10)
    for (const mantissa of mantissas)
      if (mantissa * power > value && levels.length < count) levels.push(mantissa * power);
  return levels;
}

/** The level at or below a value; null below 1. */
function levelBelow(value: number): number | null {
  if (value < 1) return null;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  return Math.max(...mantissas.map((mantissa) => mantissa * power).filter((level) => level <= value));
}

/** How many open levels there are a row for. */
const openLevels = 2;
/** Smaller levels are passed by anybody within days. */
const leastLevel = 100;

/** A forecast that ends within this fraction of today’s value hardly moves in its year. */
const hardlyMoves = 0.02;

let shocks: Shocks | undefined;
/** The same surprises for every account and every build. */
function sharedShocks(): Shocks {
  shocks ??= drawShocks(longHorizon, seededRandom(20260101), 200);
  return shocks;
}

/** Table `milestone`: what followers and likes passed while they were observed, the level that they came with, and the next two. */
export function makeMilestone(context: AccountContext): Milestone[] {
  return [...rowsOf(context, 'followers'), ...rowsOf(context, 'likes')];
}

function rowsOf(context: AccountContext, counter: Counter): Milestone[] {
  const { account, asOf } = context;
  const seen = account.series.observations.filter(({ row }) => row[counter] !== null);
  if (seen.length === 0) return [];
  const countOf = ({ row }: Observation) => row[counter] ?? 0;
  const step = `${counter}_step` as const;
  const inputs = inputsOf(seen.map((each) => ({ step: each.row[step] })));
  const row = (level: number, rest: Partial<Milestone> & Pick<Milestone, 'state' | 'n'>): Milestone => ({
    account_id: account.account_id,
    counter,
    level,
    day: null,
    below_at: null,
    reached_at: null,
    p10_day: null,
    p50_day: null,
    p90_day: null,
    probability: null,
    reason: null,
    inputs,
    method: methodName(milestoneMethod),
    as_of: asOf,
    ...rest,
  });

  const first = seen[0] as Observation;
  const cameWith = levelBelow(countOf(first));
  const rows: Milestone[] = [];
  if (cameWith !== null && cameWith >= leastLevel)
    rows.push(
      row(cameWith, {
        state: 'passed',
        reached_at: first.row.observed_at,
        n: 1,
        reason: `it was at ${exact(countOf(first))} when it was first observed, on ${dayLong(first.day)}`,
      }),
    );
  let highest = countOf(first);
  let [next = 0] = nextLevels(highest, 1);
  seen.forEach((each, i) => {
    const value = countOf(each);
    if (value < next) {
      highest = Math.max(highest, value);
      return;
    }
    const before = seen[i - 1] as Observation;
    for (const level of nextLevels(highest, 40).filter((level) => level <= value && level >= leastLevel))
      rows.push(
        row(level, {
          state: 'passed',
          day: each.day,
          below_at: before.row.observed_at,
          reached_at: each.row.observed_at,
          n: 2,
        }),
      );
    highest = value;
    [next = 0] = nextLevels(highest, 1);
  });
  const open = nextLevels(Math.max(highest, leastLevel - 1), openLevels);
  const foreseen = counter === 'followers' ? foresee(context, open) : open.map(() => onlyFollowers);
  return [...rows, ...open.map((level, i) => row(level, { ...(foreseen[i] as Foreseen), n: seen.length }))];
}

type Foreseen = Pick<Milestone, 'state' | 'reason'> & Partial<Milestone>;
const onlyFollowers: Foreseen = { state: 'not_foreseeable', reason: 'only followers are forecast' };

function foresee(context: AccountContext, levels: readonly number[]): Foreseen[] {
  const { long, until, last, first, reason } = forecastOf(context);
  if (long === null || until === null || last === null || first === null)
    return levels.map(() => ({ state: 'not_foreseeable', reason: reason ?? 'there is no forecast' }));
  const knownDays = daysBetween(first, last.day);
  const near = levels.filter((level) => mayReach(long, level));
  const passages = new Map(
    near.length === 0 ? [] : firstPassages(long, near, sharedShocks()).map((each) => [each.level, each]),
  );
  return levels.map((level) => {
    const passage = passages.get(level);
    const { p10, p50, p90, probability } = passage ?? { p10: null, p50: null, p90: null, probability: 0 };
    if (p10 === null || p50 === null || probability < foreseenFrom)
      return { state: 'not_foreseeable', probability, reason: whyNot(long, last.value, passage) };
    if (p50 > historyTimes * knownDays)
      return {
        state: 'not_foreseeable',
        probability,
        reason: `the middle date lies ${plural(p50, 'day')} ahead, more than twice the ${plural(knownDays, 'day')} that are known`,
      };
    const day = (steps: number | null) => (steps === null ? null : addDays(until, steps));
    return {
      state: 'foreseen',
      p10_day: day(p10),
      p50_day: day(p50),
      p90_day: day(p90),
      probability,
      reason: null,
    };
  });
}

/** False for a level so far above a forecast that no path of some hundreds gets there. */
function mayReach({ point, sigma, scale }: Forecast, level: number): boolean {
  return point.some((value, h) => {
    const away = 4 * (sigma[h] as number);
    return (scale === 'log' ? value * Math.exp(away) : value + away) >= level;
  });
}

function whyNot({ point }: Forecast, now: number, passage: FirstPassage | undefined): string {
  const end = point.at(-1) as number;
  const share = `${percent(passage?.probability ?? 0)} of the simulated paths reach it within ${plural(point.length, 'day')}`;
  if (Math.abs(end - now) <= hardlyMoves * now) return `the forecast hardly moves, and ${share}`;
  return end < now ? `the forecast falls, and ${share}` : `it rises too slowly: ${share}`;
}
