import { format, usualWeeksNeeded, type WeekCheck } from '#lib';

export interface WeekVerdict {
  verdict: string;
  evidence: string;
  unusual: boolean;
}

/** A week's comparison with the weeks before it as a verdict and its evidence; null is a comparison that cannot be made. */
export function describeWeek(check: WeekCheck | null): WeekVerdict {
  if (check === null)
    return {
      verdict: 'Too early to say whether this is unusual.',
      evidence: `That takes ${usualWeeksNeeded} earlier weeks with both ends observed.`,
      unusual: false,
    };
  const { net, before, median, unusual } = check;
  const [lowest, highest] = [Math.min(...before), Math.max(...before)];
  const range =
    lowest === highest
      ? `always ${format.signed(lowest)}`
      : `between ${format.signed(lowest)} and ${format.signed(highest)}, with a median of ${format.signed(Math.round(median))}`;
  const evidence = `In the ${before.length} known weeks before, the change was ${range}.`;
  if (unusual) return { verdict: `Unusual: ${format.signed(net)} in seven days.`, evidence, unusual };
  if (net > highest) return { verdict: 'The best week so far, within the usual spread.', evidence, unusual };
  if (net < lowest)
    return { verdict: 'The weakest week so far, within the usual spread.', evidence, unusual };
  return { verdict: 'A usual week for this account.', evidence, unusual };
}
