import { z } from 'zod';
import { choice, count, number, text } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

const weekday = (description: string) =>
  choice(['any', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { title: 'Weekday', description });
const daypart = (description: string) =>
  choice(['any', '00-03', '04-07', '08-11', '12-15', '16-19', '20-23'], {
    title: 'Part of the day',
    description,
  });
const zone = () =>
  text({ title: 'Zone', description: 'IANA zone of the account, on whose clock times are told.' });

const effects = () => ({
  effect: number({
    title: 'Effect',
    unit: 'times',
    description:
      'Views at 7 days over those of all other posts of the account, trend taken out: 1.2 is a fifth more. An association, not a cause.',
  }),
  effect_shrunk: number({
    title: 'Effect, shrunken',
    unit: 'times',
    description: 'The effect pulled towards none: few posts, strong pull.',
  }),
  low: number({
    title: 'Effect, lower end',
    unit: 'times',
    description: 'Lower end of the 95% interval of the shrunken effect.',
  }),
  high: number({ title: 'Effect, upper end', unit: 'times', description: 'Upper end of it.' }),
  p: number({
    title: 'p',
    unit: 'fraction',
    description:
      'Probability that this time differs as much by chance, by shuffling the views between the posts.',
  }),
  p_adjusted: number({
    title: 'p, adjusted',
    unit: 'fraction',
    description: 'Probability that any of the times compared does.',
  }),
});

/** Whether it matters when an account posts. */
export const bestTime = {
  name: 'best_time',
  title: 'Best time to post',
  description:
    'Whether it matters when an account posts, with the evidence. “No evidence” is an answer, and the usual one. From 60 posts with views at 7 days.',
  layer: 'derived',
  key: ['account_id'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    zone: zone(),
    verdict: choice(['better_time', 'worse_time', 'no_evidence', 'too_few_posts'], {
      title: 'Verdict',
      description:
        '`better_time`: posts at one time had more views than chance explains. `worse_time`: fewer, and none had more. `no_evidence` that the time matters. `too_few_posts` to say.',
    }),
    weekday: weekday(
      'Weekday of the time that stands out; `any` where it is not divided, or none stands out.',
    ),
    daypart: daypart('Part of the day of the time that stands out, in local hours; `any` likewise.'),
    ...effects(),
    evidence: text({ title: 'Evidence', description: 'The verdict and what it rests on, in a sentence.' }),
    tested: count({ title: 'Times compared', unit: 'times', description: 'Times with at least 5 posts.' }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** Every time of posting that an account used. */
export const bestTimeCell = {
  name: 'best_time_cell',
  title: 'Times of posting',
  description:
    'What posts of an account had at each time of posting: parts of the day, weekdays, and both together. Compared where there are 60 posts in all and 5 at the time.',
  layer: 'derived',
  key: ['account_id', 'weekday', 'daypart'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    weekday: weekday('Local weekday; `any` for all of them.'),
    daypart: daypart('Local hours, both included; `any` for the whole day.'),
    zone: zone(),
    views_median: number({
      title: 'Views, median',
      unit: 'views',
      description: 'Median of the views at 7 days, as they are.',
    }),
    ...effects(),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
