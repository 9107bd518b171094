import { z } from 'zod';
import { choice, count, day, integer, number, text, textOrNone, whole } from './column.ts';
import { decreases } from './derived.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Counters of an account that have a history. */
export const counters = ['followers', 'likes', 'posts'] as const;

const counter = () => choice(counters, { title: 'Counter', description: 'Which counter of the account.' });

/** Change of each counter over each window. */
export const growth = {
  name: 'growth',
  title: 'Growth',
  description:
    'Change of each counter of an account over windows that end on its last complete day, with what rounding leaves open.',
  layer: 'derived',
  key: ['account_id', 'counter', 'window_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: counter(),
    window_days: whole({ title: 'Window', unit: 'days', description: 'Length of the window.' }),
    from_day: day({ title: 'From', description: 'First day of the window: its value is the base.' }),
    to_day: day({
      title: 'To',
      description: 'Last day: the last complete one, or the day before it where no more is known.',
    }),
    elapsed_days: number({
      title: 'Elapsed',
      unit: 'days',
      description: 'Days that really passed between the two observations; rates are made of these.',
    }),
    value_from: count({ title: 'At the start', description: 'The counter on the first day.' }),
    value_to: count({ title: 'At the end', description: 'The counter on the last day.' }),
    net: integer({ title: 'Net change', description: 'End minus start; empty where either is not known.' }),
    net_low: integer({
      title: 'Net change, at least',
      description:
        'Lower end of the change where counts were rounded; empty where the rounding is not known.',
    }),
    net_high: integer({ title: 'Net change, at most', description: 'Upper end of the change.' }),
    pct: number({
      title: 'Change',
      unit: 'fraction',
      description: 'Net change divided by the value at the start; empty where that is 0.',
    }),
    pct_low: number({ title: 'Change, at least', unit: 'fraction', description: 'Lower end of it.' }),
    pct_high: number({ title: 'Change, at most', unit: 'fraction', description: 'Upper end of it.' }),
    per_day: number({ title: 'Per day', description: 'Net change divided by the days that passed.' }),
    cagr_day: number({
      title: 'Compound rate per day',
      unit: 'fraction',
      description: '(end / start)^(1 / elapsed days) − 1.',
    }),
    cagr_day_low: number({
      title: 'Compound rate, at least',
      unit: 'fraction',
      description: 'Lower end of it.',
    }),
    cagr_day_high: number({
      title: 'Compound rate, at most',
      unit: 'fraction',
      description: 'Upper end of it.',
    }),
    doubling_days: number({
      title: 'Doubling time',
      unit: 'days',
      description: 'Days in which the value doubles at the compound rate; empty where it does not grow.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no change, in words that go after “because”.',
    }),
    n: sampleSize('values'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** Every fall of a counter from one day to the next, and of which kind it is. */
export const decrease = {
  name: 'decrease',
  title: 'Falls',
  description:
    'Every fall of a counter from one day to the next that is known, by the taxonomy of docs/methods.md#falls, with its evidence in words.',
  layer: 'derived',
  key: ['account_id', 'counter', 'day'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: counter(),
    day: day({ title: 'Day', description: 'Local day of the account to which the counter fell.' }),
    kind: choice(decreases, { title: 'Kind', description: 'Which kind of fall it is.' }),
    before: count({ title: 'Before', description: 'The counter the day before.' }),
    after: count({ title: 'After', description: 'The counter on that day.' }),
    fall: count({
      title: 'Fall',
      description: 'Before minus after; empty where the two are not counts of one thing.',
    }),
    fall_low: integer({
      title: 'Fall, at least',
      description: 'The least that rounding allows, which may be a rise; empty where rounding is not known.',
    }),
    fall_high: integer({ title: 'Fall, at most', description: 'The most that rounding allows.' }),
    fraction: number({
      title: 'Fraction',
      unit: 'fraction',
      description: 'The fall divided by the counter before.',
    }),
    evidence: text({ title: 'Evidence', description: 'What speaks for this kind, in a sentence.' }),
    n: sampleSize('values'),
    inputs: inputs(),
    method: method(),
    as_of: asOf('Instant of the latest observation that the row was made of.'),
  }),
} as const satisfies TableSpec;
