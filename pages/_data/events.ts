import { daysBetween, format } from '#lib';
import type { Account } from './account.ts';

/** Something of an account's record that a reader should know before trusting a line. */
export interface RecordEvent {
  day: string;
  what: string;
}

/** Kinds of falls that are told; the others are everyday noise of a counter. */
const causes: Partial<Record<string, string>> = {
  content_removed: 'posts were removed the same day',
  purge: 'several followed accounts fell the same day',
  wrap: 'the counter overflowed',
  zero_sentinel: 'the source showed a zero',
  identity_change: 'another account has taken the handle',
  unexplained: 'no cause is known',
};

/** Falls with a cause to tell, gaps, and changes of handle, newest first. */
export function listEvents({ daily, info }: Pick<Account, 'daily' | 'info'>): RecordEvent[] {
  const events: RecordEvent[] = [];
  let gapStart: string | null = null;
  for (const [i, row] of daily.entries()) {
    const cause = row.decrease === null ? undefined : causes[row.decrease];
    if (cause !== undefined)
      events.push({ day: row.day, what: `${format.signed(row.followers_net)} followers: ${cause}.` });
    if (row.kind === 'gap') gapStart ??= row.day;
    if (gapStart !== null && daily[i + 1]?.kind !== 'gap') {
      const days = daysBetween(gapStart, row.day) + 1;
      events.push({
        day: gapStart,
        what: `Not observed for ${format.plural(days, 'day')}: a gap in every line.`,
      });
      gapStart = null;
    }
  }
  for (const [i, row] of info.entries()) {
    const before = info[i - 1];
    if (before && before.handle !== row.handle)
      events.push({
        day: row.observed_at.slice(0, 10),
        what: `Renamed from @${before.handle} to @${row.handle}.`,
      });
    if (before && before.status !== row.status)
      events.push({
        day: row.observed_at.slice(0, 10),
        what:
          row.status === 'ok'
            ? 'Public again.'
            : `Answered as ${row.status.replaceAll('_', ' ')} from here on.`,
      });
  }
  return events.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}
