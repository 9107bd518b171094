import { dayIn } from '../../calendar.ts';
import { dayLong, exact, plural } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { type ChangeEvent, renamed, statesOf } from './account-states.ts';

type Change = Row<'change'>;
export const changeMethod: Method = {
  id: 'change',
  version: 1,
  title: 'Changes',
  about:
    'What happened to accounts, one row an event: from their details (new, renamed, private, gone, verified), their milestones, their falls and their unusual days.',
  formula: [
    'an event stands on the day of the observation that first showed it; `known_at` is that observation',
    'new since an instant: events with a later `known_at`',
  ],
  edges: [
    'What was so when an account was first observed is no event, but that it is new.',
    'A page that asks for a login or answers with an error says nothing of the account.',
    'Milestones of likes and followers; falls of posts; unusual days whatever their cause.',
  ],
  sources: ['our choice'],
  example: () => ({
    given: 'details that say @ann on 1 March and @anna on 4 March',
    result: renamed('ann', 'anna'),
  }),
};

/** Table `change`: the events of an account. Two of one kind and subject on a day are one, the last. */
export function makeChange(context: AccountContext): Change[] {
  const { account, asOf } = context;
  const rows = new Map<string, Change>();
  for (const event of eventsOf(context)) {
    const row: Change = {
      account_id: account.account_id,
      day: event.day ?? dayIn(account.zone, event.known_at),
      kind: event.kind,
      subject: event.subject ?? 'account',
      handle: account.handle,
      before: event.before ?? null,
      after: event.after ?? null,
      size: event.size ?? null,
      sentence: event.sentence,
      known_at: event.known_at,
      n: event.n ?? 1,
      inputs: event.inputs ?? ['observed'],
      method: methodName(changeMethod),
      as_of: asOf,
    };
    rows.set(`${row.day} ${row.kind} ${row.subject}`, row);
  }
  return [...rows.values()];
}

function eventsOf(context: AccountContext): ChangeEvent[] {
  return [
    ...statesOf(context.account),
    ...crossings(context),
    ...postsRemoved(context),
    ...unusualEvents(context),
  ];
}

function crossings({ account, table }: AccountContext): ChangeEvent[] {
  return table('milestone').flatMap((row): ChangeEvent[] => {
    if (row.state !== 'passed' || row.day === null || row.reached_at === null) return [];
    return [
      {
        kind: 'crossed',
        subject: `${row.counter}-${row.level}`,
        day: row.day,
        after: exact(row.level),
        sentence: `@${account.handle} passed ${exact(row.level)} ${row.counter}.`,
        known_at: row.reached_at,
        n: row.n,
        inputs: row.inputs,
      },
    ];
  });
}

function postsRemoved({ account, table }: AccountContext): ChangeEvent[] {
  return table('decrease')
    .filter(({ counter, kind }) => counter === 'posts' && kind === 'content_removed')
    .map((row) => ({
      kind: 'posts_removed',
      subject: 'posts',
      day: row.day,
      before: exact(row.before),
      after: exact(row.after),
      size: row.fall === null ? null : -row.fall,
      sentence: `@${account.handle} has ${plural(row.fall, 'post')} fewer than the day before.`,
      known_at: row.as_of,
      n: row.n,
      inputs: row.inputs,
    }));
}

function unusualEvents(context: AccountContext): ChangeEvent[] {
  const { account, table } = context;
  const knownAt = new Map(account.daily.map((row) => [row.day, row.as_of]));
  const name = `@${account.handle}`;
  return table('unusual').map((row): ChangeEvent => {
    const [value, usual] = [Math.round(row.value ?? 0), Math.round(row.expected ?? 0)];
    const shared = {
      subject: 'followers',
      day: row.day,
      before: exact(usual),
      after: exact(value),
      known_at: knownAt.get(row.known_day) ?? context.asOf,
      n: row.n,
      inputs: row.inputs,
    };
    if (row.kind === 'shift')
      return {
        ...shared,
        kind: row.direction === 'up' ? 'faster' : 'slower',
        size: value - usual,
        sentence: `${name} gains ${exact(value)} followers on a usual day since about ${dayLong(row.change_day)}, and ${exact(usual)} before.`,
      };
    const cause = causeWords[row.cause];
    return {
      ...shared,
      kind: value > usual ? 'jumped' : 'fell',
      size: value,
      sentence: `${name} ${value < 0 ? 'lost' : 'gained'} ${exact(Math.abs(value))} followers in a day, ${exact(usual)} being usual${cause}.`,
    };
  });
}

const causeWords: Record<Row<'unusual'>['cause'], string> = {
  new_post: ', while a new post went round',
  older_post: ', while an older post went round again',
  purge: ', on a day on which several accounts lost followers',
  content_removed: ', on a day on which posts were removed',
  none_found: '; no cause was found',
  not_known: '; the views of those days are not known',
};
