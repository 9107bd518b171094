import { format, type Row } from '#lib';

/** How the last seven days compare with the weeks before them. */
export interface WeekCheck {
  net: number;
  /** Changes of earlier whole weeks, back to back before the last one, newest first; weeks with an unknown end left out. */
  before: number[];
  median: number;
  /** Robust z: 0.6745 · (net − median) / MAD; null where the MAD is 0. */
  z: number | null;
}

const weeksNeeded = 8;
/** The usual bound of a robust z (Iglewicz and Hoaglin 1993). */
const unusualFrom = 3.5;

/**
 * Compares the change over the seven days to `to` with the weeks before, back to back. Null where that change is not
 * known or fewer than 8 earlier weeks are. `daily` is one account's grid, oldest first.
 */
export function checkWeek(
  daily: readonly Pick<Row<'account_daily'>, 'day' | 'followers'>[],
  to = daily.at(-1)?.day,
): WeekCheck | null {
  const last = daily.findLastIndex(({ day }) => day === to);
  const nets: (number | null)[] = [];
  for (let end = last; end >= 7; end -= 7) {
    const now = daily[end]?.followers ?? null;
    const then = daily[end - 7]?.followers ?? null;
    nets.push(now === null || then === null ? null : now - then);
  }
  const [net = null, ...rest] = nets;
  const before = rest.filter((value) => value !== null);
  if (net === null || before.length < weeksNeeded) return null;
  const median = medianOf(before);
  const mad = medianOf(before.map((value) => Math.abs(value - median)));
  return { net, before, median, z: mad === 0 ? null : (0.6745 * (net - median)) / mad };
}

export interface Verdict {
  verdict: string;
  evidence: string;
  unusual: boolean;
}

/** The comparison as a verdict and its evidence. */
export function describeWeek(check: WeekCheck | null): Verdict {
  if (check === null)
    return {
      verdict: 'Too early to say whether this is unusual.',
      evidence: `That takes ${weeksNeeded} earlier weeks with both ends observed.`,
      unusual: false,
    };
  const { net, before, median, z } = check;
  const [lowest, highest] = [Math.min(...before), Math.max(...before)];
  const range =
    lowest === highest
      ? `always ${format.signed(lowest)}`
      : `between ${format.signed(lowest)} and ${format.signed(highest)}, with a median of ${format.signed(Math.round(median))}`;
  const evidence = `In the ${before.length} known weeks before, the change was ${range}.`;
  // Where most weeks are alike the MAD is 0 and says nothing: then only a week beyond all others counts.
  const unusual = z === null ? net < lowest || net > highest : Math.abs(z) > unusualFrom;
  if (unusual) return { verdict: `Unusual: ${format.signed(net)} in seven days.`, evidence, unusual };
  if (net > highest) return { verdict: 'The best week so far, within the usual spread.', evidence, unusual };
  if (net < lowest)
    return { verdict: 'The weakest week so far, within the usual spread.', evidence, unusual };
  return { verdict: 'A usual week for this account.', evidence, unusual };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
