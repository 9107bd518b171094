import { daysBetween } from '../calendar.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { type Finding, finding } from './rules.ts';
import { isExact, type Track } from './series-points.ts';

/** Sources that repeat the same numbers. */

/** Two days of an account that follow each other. */
export interface Step {
  from: Row<'account'>;
  to: Row<'account'>;
  /** Every counter that both days have is the same; false where a counter moved. */
  still: boolean;
  /** Whether followers or likes are known to the last digit: rounded ones stand still for weeks. */
  exact: boolean;
  /**
   * The chance that it stands still, by its 60 steps before: (still + 1) / (steps + 2). Null where fewer than 10 are
   * known: nothing is claimed then.
   */
  chance: number | null;
}

const reference = 60;
const stepsNeeded = 10;
/** Standing still as long as this by chance is not believed. */
export const leastChance = 1e-6;
/** And never before as many days. */
const leastDays = 7;

/** The days of an account that follow each other, the last row of each day, and whether it stood still. */
export function stepsOf({ rows }: Track): Step[] {
  const days = rows.filter(
    (row, i) => rows[i + 1]?.observed_at.slice(0, 10) !== row.observed_at.slice(0, 10),
  );
  const steps: Step[] = [];
  const past: boolean[] = [];
  for (const [i, to] of days.entries()) {
    const from = days[i - 1];
    const still = from ? isStill(from, to) : null;
    if (!from || still === null) continue;
    const before = past.slice(-reference);
    const chance =
      before.length < stepsNeeded ? null : (before.filter(Boolean).length + 1) / (before.length + 2);
    const exact = isExact(to, 'followers') || isExact(to, 'likes');
    steps.push({ from, to, still, exact, chance });
    past.push(still);
  }
  return steps;
}

/** Null where no counter is known on both days. */
function isStill(from: Row<'account'>, to: Row<'account'>): boolean | null {
  let known = false;
  for (const counter of ['followers', 'following', 'likes', 'posts'] as const) {
    if (from[counter] === null || to[counter] === null) continue;
    if (from[counter] !== to[counter]) return false;
    known = true;
  }
  return known ? true : null;
}

/**
 * The longest stretch of an exactly counted account that cannot be chance: a week or more without any movement, though by its steps before
 * it the chance is below one in a million. Days that `excused` names do not count: they are told of the source.
 */
export function checkStuck(
  { account_id, handle }: Track,
  steps: readonly Step[],
  excused: (step: Step) => boolean,
): Finding | null {
  let worst: Step[] = [];
  let run: Step[] = [];
  for (const step of steps) {
    run = step.still && step.exact && !excused(step) ? [...run, step] : [];
    if (run.length > worst.length && isBeyondChance(run)) worst = run;
  }
  const [first, last] = [worst[0], worst.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [first.from.observed_at.slice(0, 10), last.to.observed_at.slice(0, 10)];
  return finding(
    'stuck',
    `@${handle}`,
    `Every counter stood still from ${dayLong(from)} to ${dayLong(to)}, over ${plural(worst.length + 1, 'observation')} (source ${last.to.source}); before that it stood still on ${Math.round((first.chance ?? 0) * 100)}% of days.`,
    { account_id, first_day: from, last_day: to },
  );
}

function isBeyondChance(run: readonly Step[]): boolean {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || first.chance === null) return false;
  const days = daysBetween(first.from.observed_at.slice(0, 10), last.to.observed_at.slice(0, 10));
  return days >= leastDays && first.chance ** run.length < leastChance;
}
