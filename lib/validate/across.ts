import { daysBetween } from '../calendar.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { excursionsOf } from './jumps.ts';
import { type Finding, finding } from './rules.ts';
import { changesOf, isLarge, lastOfDays, type Track } from './series-points.ts';
import { leastChance, type Step } from './stillness.ts';

/** What only shows when the accounts of a source are laid side by side: faults of the source, not of an account. */

/** Fewer accounts than this are no batch. */
const leastAccounts = 3;
/** Of the accounts this many moved at once. */
const batchFraction = 0.5;
/** Of the accounts this many left the line of their neighbours and came back at once. */
const excursionFraction = 0.1;
/** Of the accounts this many stood still at once. */
const stillFraction = 0.9;
/** Days further apart than this do not follow each other. */
const adjacentDays = 2;

interface SourceDay {
  source: string;
  day: string;
  /** Accounts with a step to that day, those of a known chance of standing still, and those that did. */
  steps: number;
  known: number;
  still: number;
  /** Logarithm of the chance that all of these stood still. */
  logChance: number;
  /** Accounts of which a counter moved by a tenth or more. */
  moved: Set<string>;
  /** Accounts that stand apart on that day from the observations before and after, by half a percent or more. */
  apart: Set<string>;
}

export class Across {
  readonly #days = new Map<string, SourceDay>();

  take(track: Track, steps: readonly Step[]): void {
    for (const { from, to, still, chance } of steps) {
      const day = this.#day(to);
      day.steps++;
      if (chance === null || daysBetween(dayOf(from), dayOf(to)) > adjacentDays) continue;
      day.known++;
      if (!still) continue;
      day.still++;
      day.logChance += Math.log(chance);
    }
    for (const counter of ['followers', 'likes'] as const) {
      for (const change of changesOf(lastOfDays(track.rows, counter), counter))
        if (isLarge(change)) this.#day(change.to).moved.add(track.account_id);
      for (const { change } of excursionsOf(track, counter)) this.#day(change.to).apart.add(track.account_id);
    }
  }

  /** True for a row of a day on which its source misread many accounts at once. */
  isGlitch = (row: Row<'account'>): boolean => glitches(this.#day(row));

  /** True for a row of a day on which its source repeated the day before for nearly all accounts. */
  isRepeat = (row: Row<'account'>): boolean => repeats(this.#day(row));

  /** Days on which a source misread many accounts at once. */
  glitchDays(): Set<string> {
    return new Set([...this.#days.values()].filter(glitches).map(({ day }) => day));
  }

  findings(): Finding[] {
    const found: Finding[] = [];
    const sources = Map.groupBy(this.#days.values(), ({ source }) => source);
    for (const [source, all] of sources) {
      const days = all.toSorted((a, b) => (a.day < b.day ? -1 : 1));
      const wrong = days.filter(glitches);
      const last = wrong.at(-1);
      if (last) found.push(finding('batch_glitch', source, tellGlitch(last, wrong), rangeOf(wrong)));
      const repeated = days.filter(repeats);
      const newest = repeated.at(-1);
      if (newest)
        found.push(
          finding(
            'stuck_source',
            source,
            `${newest.still} of ${plural(newest.known, 'account')} showed exactly the numbers of the day before on ${dayLong(newest.day)}${others(repeated)}.`,
            rangeOf(repeated),
          ),
        );
    }
    return found;
  }

  #day(row: Row<'account'>): SourceDay {
    const key = `${dayOf(row)} ${row.source}`;
    let day = this.#days.get(key);
    if (!day) {
      day = {
        source: row.source,
        day: dayOf(row),
        steps: 0,
        known: 0,
        still: 0,
        logChance: 0,
        moved: new Set(),
        apart: new Set(),
      };
      this.#days.set(key, day);
    }
    return day;
  }
}

function glitches({ steps, moved, apart }: SourceDay): boolean {
  return (
    (moved.size >= leastAccounts && moved.size >= batchFraction * steps) ||
    (apart.size >= leastAccounts && apart.size >= excursionFraction * steps)
  );
}

function tellGlitch({ steps, moved, apart, day }: SourceDay, all: readonly SourceDay[]): string {
  const when = `on ${dayLong(day)}${others(all)}`;
  return moved.size >= batchFraction * steps
    ? `${moved.size} of ${plural(Math.max(steps, moved.size), 'account')} moved by a tenth or more at once ${when}.`
    : `${apart.size} of ${plural(steps, 'account')} left their line at once ${when}, and were back with the next observation.`;
}

function repeats({ known, still, logChance }: SourceDay): boolean {
  return still >= leastAccounts && still >= stillFraction * known && logChance < Math.log(leastChance);
}

function others(days: readonly SourceDay[]): string {
  const more = days.length - 1;
  return more === 0 ? '' : `, and on ${plural(more, 'day')} before, since ${dayLong(days[0]?.day ?? null)}`;
}

function rangeOf(days: readonly SourceDay[]): {
  first_day: string | undefined;
  last_day: string | undefined;
} {
  return { first_day: days[0]?.day, last_day: days.at(-1)?.day };
}

function dayOf(row: Row<'account'>): string {
  return row.observed_at.slice(0, 10);
}
