import { addDays } from '../../calendar.ts';
import { dayLong, exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { inputsOf } from '../inputs.ts';
import { type Cause, causeInPosts } from '../unusual/causes.ts';
import { type UnusualDay, unusualOf } from '../unusual/days.ts';
import { netSeriesOf } from '../unusual/series.ts';
import { type LevelShift, shiftsOf } from '../unusual/shifts.ts';
import { comparableDays } from './forecast.ts';

export const unusualMethod: Method = {
  id: 'unusual',
  version: 2,
  title: 'Unusual days and shifts',
  about:
    'Days on which an account gained or lost more than weekday and level explain, and days since when it gains more or less than before. Size is what is unusual; what posts say of the cause is told beside it, older posts that go round again included.',
  formula: [
    'usual of a day = weekly season (robust STL of the year up to the last Sunday) + median of the 29 days around it',
    'distance = (change − usual) / (1.4826 · median distance of the 91 days around it · that of the weekday over all, where it is larger)',
    'unusual: generalized ESD test, hybrid with the median, α = 0.005, 2% of the days at most; and 5 or more',
    'shift: two-sided CUSUM, k = 1, h = 5, on days without their season, standardised by the 28 days before, a day counting 3 at most; borne out where the median of the 21 days since lies 2 or more away and explains these weeks better than a line',
    'cause: posts of the last two days gained twice the usual views or more, and one post 30% of them or more',
  ],
  variants: [
    'S-H-ESD as published takes one median for the whole series; an account that grows would be unusual at both ends.',
    'Posts that are unusual themselves are in `post_outlier`.',
  ],
  edges: [
    'Fewer than 42 known changes in the last 365 days, or a third of them missing: nothing is said.',
    'A change over a gap is an average and cannot be unusual, nor can an interpolated day.',
    'Of a rounded change the end that is nearest to the usual counts: a step of rounding is no jump.',
    'Fewer than 10 followers (2 a day for a shift) are nothing to speak of.',
  ],
  sources: [
    'Cleveland and others (1990); Rosner (1983); Hochenbaum, Vallis and Kejariwal (2017); Page (1954)',
    'windows, 5 and the rule of causes are our choice: 200 simulated quiet accounts give an alarm in 0.5% of their months',
  ],
  example: () => {
    const days = Array.from({ length: 60 }, (_, i) => ({
      day: addDays('2026-01-01', i),
      followers: 5000 + 20 * i + (i % 5) * 3 + (i > 40 ? 400 : 0),
    }));
    const series = netSeriesOf(days);
    const [found] = series ? unusualOf(series) : [];
    return {
      given: '60 days with about 20 followers more each, and 400 on top on 11 February',
      result: found
        ? `${found.day}: ${exact(found.net)} where ${exact(Math.round(found.expected))} were usual`
        : 'nothing',
    };
  },
};

type Unusual = Row<'unusual'>;

/** Table `unusual`: days and shifts of followers over the last 365 days. */
export function makeUnusual(context: AccountContext): Unusual[] {
  const days = comparableDays(context.account.daily);
  const series = netSeriesOf(days, (inputs, make) => context.remember(unusualMethod, inputs, make));
  if (series === null) return [];
  const inputs = inputsOf(
    days.slice(-366).map(({ kind, followers_step }) => ({ kind, step: followers_step })),
  );
  return [
    ...unusualOf(series).map((found) => dayRow(context, found, inputs)),
    ...shiftsOf(series).map((found) => shiftRow(context, found, inputs)),
  ];
}

function dayRow(context: AccountContext, found: UnusualDay, inputs: string[]): Unusual {
  const cause = causeOfDay(context, found);
  const { net, expected, day } = found;
  const moved = `${net < 0 ? 'Lost' : 'Gained'} ${exact(Math.abs(net))} followers on ${dayLong(day)} where ${usualWords(expected)} usual`;
  return {
    ...commonOf(context, found, cause, inputs),
    kind: 'day',
    day,
    change_day: null,
    known_day: day,
    value: net,
    expected,
    evidence: `${moved} (${found.score.toFixed(1)} robust standard deviations). ${cause.words}`,
  };
}

function shiftRow(context: AccountContext, found: LevelShift, inputs: string[]): Unusual {
  const { account } = context;
  const since = addDays(found.changeDay, -1);
  const cause: Cause =
    found.direction === 'up'
      ? causeInPosts(account.posts, account.zone, { before: since, last: addDays(since, 14) })
      : { cause: 'none_found', post_id: null, words: 'What posts gained says nothing on a fall.' };
  return {
    ...commonOf(context, found, cause, inputs),
    kind: 'shift',
    day: found.day,
    change_day: found.changeDay,
    known_day: found.knownDay,
    value: found.since,
    expected: found.before,
    evidence: `Since about ${dayLong(found.changeDay)} a day brings ${exact(Math.round(found.since))} followers where ${usualWords(found.before)} usual (${found.score.toFixed(1)} robust standard deviations of a day). ${cause.words}`,
  };
}

function commonOf(
  { account, asOf }: AccountContext,
  { direction, score, n }: Pick<UnusualDay, 'direction' | 'score' | 'n'>,
  { cause, post_id }: Cause,
  inputs: string[],
) {
  return {
    account_id: account.account_id,
    direction,
    score,
    cause,
    post_id,
    n,
    inputs,
    method: methodName(unusualMethod),
    as_of: asOf,
  };
}

function usualWords(expected: number): string {
  const size = Math.round(expected);
  return `${exact(size)} ${Math.abs(size) === 1 ? 'is' : 'are'}`;
}

function causeOfDay({ account, table }: AccountContext, { day, direction, net }: UnusualDay): Cause {
  if (direction === 'up')
    return causeInPosts(account.posts, account.zone, { before: addDays(day, -2), last: day });
  const fall = table('decrease').find((row) => row.counter === 'followers' && row.day === day);
  if (fall?.kind === 'purge' || fall?.kind === 'content_removed')
    return { cause: fall.kind, post_id: null, words: `A fall: ${fall.evidence}` };
  const words = net < 0 ? 'Neither a purge of several accounts nor fewer posts explain it.' : 'A calm day.';
  return { cause: 'none_found', post_id: null, words };
}
