import type { Row } from '../../schema/index.ts';
import type { AccountRecord } from '../context.ts';

type Change = Row<'change'>;
/** An event before it becomes a row. */
export type ChangeEvent = Pick<Change, 'kind' | 'sentence' | 'known_at'> &
  Partial<Pick<Change, 'day' | 'subject' | 'before' | 'after' | 'size' | 'n' | 'inputs'>>;

type Info = Row<'account_info'>;

export function renamed(before: string, after: string): string {
  return `@${before} is called @${after} now.`;
}

/** What an account was like after the details seen so far; null where they did not say. */
interface State {
  handle: string | null;
  access: 'public' | 'private' | 'gone' | null;
  verified: boolean | null;
}

/** Events in the details of an account and the handles of its counts, by time: what differs from the last that was known. */
export function statesOf(account: AccountRecord): ChangeEvent[] {
  const seen = [
    ...account.series.infos.map((info) => ({ at: info.observed_at, handle: info.handle, info })),
    ...account.series.observations.map(({ row }) => ({
      at: row.observed_at,
      handle: row.handle,
      info: null,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const events: ChangeEvent[] = [];
  const first = seen[0];
  if (first === undefined) return events;
  const state: State = { handle: null, access: null, verified: null };
  events.push({
    kind: 'new',
    after: `@${first.handle}`,
    sentence: `@${first.handle} is observed for the first time.`,
    known_at: first.at,
  });
  for (const { at, handle, info } of seen) {
    if (state.handle !== null && state.handle !== handle)
      events.push({
        kind: 'renamed',
        before: `@${state.handle}`,
        after: `@${handle}`,
        sentence: renamed(state.handle, handle),
        known_at: at,
      });
    state.handle = handle;
    if (info) events.push(...detailsOf(info, state));
  }
  return events;
}

/** Events of one row of details; takes over what it says. */
function detailsOf(info: Info, state: State): ChangeEvent[] {
  const { observed_at: known_at, verified } = info;
  const name = `@${info.handle}`;
  const events: ChangeEvent[] = [];
  const access = accessOf(info);
  if (access !== null && state.access !== null && access !== state.access)
    events.push({
      ...accessEvent(state.access, access, name),
      before: state.access,
      after: access,
      known_at,
    });
  if (verified !== null && state.verified !== null && verified !== state.verified)
    events.push({
      kind: verified ? 'verified' : 'unverified',
      sentence: verified ? `${name} is verified.` : `${name} is no longer verified.`,
      known_at,
    });
  state.access = access ?? state.access;
  state.verified = verified ?? state.verified;
  return events;
}

/** Null where the page did not tell: it asked for a login, or is not shown where it was asked for. */
function accessOf({ status, private: isPrivate }: Info): State['access'] {
  if (status === 'not_found' || status === 'banned') return 'gone';
  if (status === 'private' || isPrivate === true) return 'private';
  return status === 'ok' ? 'public' : null;
}

function accessEvent(
  before: NonNullable<State['access']>,
  after: NonNullable<State['access']>,
  name: string,
): Pick<ChangeEvent, 'kind' | 'sentence'> {
  if (after === 'gone') return { kind: 'gone', sentence: `${name} cannot be found any more.` };
  if (after === 'private')
    return {
      kind: 'private',
      sentence: before === 'gone' ? `${name} is back, and private.` : `${name} is private.`,
    };
  return before === 'gone'
    ? { kind: 'back', sentence: `${name} is back.` }
    : { kind: 'public_again', sentence: `${name} is public again.` };
}
