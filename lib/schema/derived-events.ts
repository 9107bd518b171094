import { z } from 'zod';
import { choice, dayOrNone, instantOrNone, number, textOrNone, whole } from './column.ts';
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
      description: 'On 10 % of the simulated paths the level is reached by then.',
    }),
    p50_day: dayOrNone({ title: 'Middle date', description: 'On 50 % of the paths.' }),
    p90_day: dayOrNone({
      title: 'Late date',
      description: 'On 90 % of the paths; empty where fewer reach it within 365 days.',
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
