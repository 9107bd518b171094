import { format, type WeekCheck, type WindowGrowth } from '#lib';
import type { WeekVerdict } from '../../_data/week-words.ts';

/** An account's last seven days, and how they compare with its weeks before; `check` is null where that cannot be told. */
export type Week = WindowGrowth & WeekVerdict & { check: WeekCheck | null };

/** Who gained most, in words. `weeks` come most gained first, unknown ones last. */
export function sayWhoGained(weeks: readonly Week[]): string {
  const [first] = weeks;
  if (!first)
    return 'The ledger holds no observations yet, so there is no growth to report. Once accounts have been collected for eight days, this page answers its question.';
  const known = weeks.filter(({ gain }) => gain !== null);
  const [lead] = known;
  if (!lead || lead.gain === null) return `Nobody’s week is known. ${format.growthSentence(first, 7)}`;
  const week = `the week to ${format.dayLong(lead.to)}`;
  const sentence = format.growthSentence(lead, 7);
  if (lead.gain <= 0)
    return known.length === 1
      ? `${sentence} That is ${week}, and no other account’s is known.`
      : `Nobody gained followers in ${week}. Closest to it: ${sentence}`;
  if (known.length === 1) return `${sentence} That is ${week}, and no other account’s is known.`;
  const largestShare = known.reduce((best, each) => ((each.pct ?? 0) > (best.pct ?? 0) ? each : best));
  return `${sentence} No larger gain is known for ${week}${
    largestShare === lead
      ? ', in followers or relative to size.'
      : `. Relative to size, @${largestShare.handle} came first: ${format.signedPercent(largestShare.pct)}.`
  }`;
}

/** Whether the leader's week, and how many weeks of all, are more than noise; with the evidence. Empty text where nothing is known. */
export function sayWhetherUnusual(weeks: readonly Week[]): string {
  const known = weeks.filter(({ gain }) => gain !== null);
  const judged = known.filter(({ check }) => check !== null);
  const unusual = judged.filter((week) => week.unusual);
  const unknown = weeks.length - known.length;
  const [lead] = known;
  if (!lead) return '';
  const sentences = [
    lead.check === null
      ? `Whether that is more than noise cannot be said yet. ${lead.evidence}`
      : `That is ${lead.unusual ? '' : 'not '}more than noise. ${lead.evidence}`,
  ];
  if (judged.length > 1)
    sentences.push(
      `Of ${format.plural(judged.length, 'account')} with enough weeks behind them, ${
        unusual.length === 0
          ? 'none had an unusual week'
          : `${format.exact(unusual.length)} had an unusual week: ${listSome(unusual.map(({ handle, gain }) => `@${handle} (${format.signed(gain)})`))}`
      }.`,
    );
  if (unknown > 0)
    sentences.push(
      `The week of ${format.plural(unknown, 'account')} is not known; below the table it says why.`,
    );
  return sentences.join(' ');
}

const namesListed = 8;

/** The first eight in words, and how many more there are. */
function listSome(items: readonly string[]): string {
  const more = items.length - namesListed;
  return format.listWords(more > 0 ? [...items.slice(0, namesListed), `${format.exact(more)} more`] : items);
}

/** The handles of accounts whose week is not known, by the reason they share; the reason with most accounts first. */
export function sayUnknown(weeks: readonly Week[]): string[] {
  const byReason = Map.groupBy(
    weeks.filter(({ gain }) => gain === null),
    ({ reason }) => reason ?? 'a day was not observed',
  );
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([reason, unknown]) =>
        `${listSome(unknown.map(({ handle }) => `@${handle}`))} ${unknown.length === 1 ? 'is' : '– each of them is'} not known, because ${reason}.`,
    );
}

/** The accounts whose lines are drawn: the `count` with most followers at the end of the week, and the lead. */
export function pickLines(weeks: readonly Week[], lead: Week | undefined, count: number): Set<string> {
  const bySize = [...weeks].sort((a, b) => (b.followers_to ?? -1) - (a.followers_to ?? -1));
  return new Set([...bySize.slice(0, count), ...(lead ? [lead] : [])].map(({ account_id }) => account_id));
}
