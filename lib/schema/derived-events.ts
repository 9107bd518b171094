import { z } from 'zod';
import {
  choice,
  day,
  dayOrNone,
  idOrNone,
  instant,
  instantOrNone,
  integer,
  label,
  number,
  text,
  textOrNone,
  whole,
} from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Round numbers that a counter passed or may pass. */
export const milestone = {
  name: 'milestone',
  title: 'Milestones',
  description:
    'Levels of 1, 2 and 5 times a power of ten: those that a counter passed while it was observed, and the next two, foreseen as a range of dates or not foreseeable and why.',
  layer: 'derived',
  key: ['account_id', 'counter', 'level'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: choice(['followers', 'likes'], {
      title: 'Counter',
      description: 'Which counter of the account.',
    }),
    level: whole({ title: 'Level', description: 'The round number.' }),
    state: choice(['passed', 'foreseen', 'not_foreseeable'], {
      title: 'State',
      description:
        '`passed`: it was at or above the level, be it below again. `foreseen`: reached within 365 days on half of the simulated paths or more, the middle one within twice the history.',
    }),
    day: dayOrNone({
      title: 'Day',
      description:
        'Local day of the first observation at or above the level; empty where it was above when it was first observed.',
    }),
    below_at: instantOrNone({
      title: 'Last below',
      description: 'The observation before that one, which was below: the level was passed between the two.',
    }),
    reached_at: instantOrNone({
      title: 'First at or above',
      description: 'Instant of the first observation at or above the level.',
    }),
    p10_day: dayOrNone({
      title: 'Early date',
      description: 'On 10% of the simulated paths the level is reached by then.',
    }),
    p50_day: dayOrNone({ title: 'Middle date', description: 'On 50% of the paths.' }),
    p90_day: dayOrNone({
      title: 'Late date',
      description: 'On 90% of the paths; empty where fewer reach it within 365 days.',
    }),
    probability: number({
      title: 'Reached within 365 days',
      unit: 'fraction',
      description: 'Part of the simulated paths that reach the level within 365 days.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why it is not foreseeable, or has no day, in words that go after “because”.',
    }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** What may stand behind an unusual day. */
export const causes = [
  'new_post',
  'older_post',
  'purge',
  'content_removed',
  'none_found',
  'not_known',
] as const;

/** Days and weeks that an account’s usual does not explain. */
export const unusual = {
  name: 'unusual',
  title: 'Unusual days',
  description:
    'Days on which an account gained or lost more followers than weekday and level explain, and lasting shifts of what it gains a day, each with evidence and what posts say of the cause. A statement on size: nothing here says that followers were bought.',
  layer: 'derived',
  key: ['account_id', 'kind', 'day'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    kind: choice(['day', 'shift'], {
      title: 'Kind',
      description: '`day`: one day by itself. `shift`: from some day on, for three weeks at least.',
    }),
    day: day({
      title: 'Day',
      description: 'The local day; of a shift the day of the alarm, on which it could first be told.',
    }),
    change_day: dayOrNone({
      title: 'Since',
      description: 'Of a shift the day on which it seems to have begun.',
    }),
    known_day: day({
      title: 'Known',
      description:
        'The day that made it certain: the day itself; of a shift 20 days after it began, when three weeks had borne it out.',
    }),
    direction: choice(['up', 'down'], { title: 'Direction', description: 'Above or below the usual.' }),
    value: number({
      title: 'Value',
      unit: 'followers per day',
      description: 'Followers gained that day; of a shift the median of a day since.',
    }),
    expected: number({
      title: 'Usual',
      unit: 'followers per day',
      description: 'What weekday and level of those weeks lead to; of a shift the median of a day before.',
    }),
    score: number({
      title: 'Score',
      description:
        'Distance in robust standard deviations, rounding given the benefit of the doubt: 5 at least of a day, 2 of a shift.',
    }),
    cause: choice(causes, {
      title: 'Cause',
      description:
        '`new_post`, `older_post`: one post gained much of the views then (published within 7 days, or before). `purge`, `content_removed`: as in `decrease`. `none_found`: posts were seen and none stands out. `not_known`: the views of those days are not known.',
    }),
    post_id: idOrNone({ title: 'Post', description: 'The post that stands out.' }),
    evidence: text({ title: 'Evidence', description: 'What was found, in a sentence or two.' }),
    n: sampleSize('days'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** What happened to an account, in its own terms. */
export const changeKinds = [
  'new',
  'renamed',
  'private',
  'public_again',
  'gone',
  'back',
  'verified',
  'unverified',
  'crossed',
  'jumped',
  'fell',
  'faster',
  'slower',
  'posts_removed',
] as const;

export const change = {
  name: 'change',
  title: 'Changes',
  description:
    'What happened to accounts: new, renamed, private, gone, milestones crossed, unusual days, with what was before and after. What is new since an instant is what has a later `known_at`.',
  layer: 'derived',
  key: ['account_id', 'day', 'kind', 'subject'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    day: day({ title: 'Day', description: 'Local day of the account on which it was first seen so.' }),
    kind: choice(changeKinds, { title: 'Kind', description: 'What happened.' }),
    subject: label({
      title: 'Subject',
      description: 'What it happened to: `account`, a counter, or a counter and its level.',
    }),
    handle: text({ title: 'Handle', description: 'The account’s latest known handle, without @.' }),
    before: textOrNone({ title: 'Before', description: 'What it was before, as text.' }),
    after: textOrNone({ title: 'After', description: 'What it is since, as text.' }),
    size: integer({ title: 'Size', description: 'How many followers or posts it was about, with its sign.' }),
    sentence: text({ title: 'Sentence', description: 'All of it in a sentence.' }),
    known_at: instant({ title: 'Known at', description: 'Instant of the observation that showed it.' }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
