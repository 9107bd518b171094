import { z } from 'zod';
import { choiceOrNone, count, flag, number, textOrNone } from './column.ts';
import { inputs, method, sampleSize } from './derived-parts.ts';
import { lastUsed, postDay, postId, postMarks } from './derived-post.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** How the views of a post grow, and how many are to come. */
export const postCurve = {
  name: 'post_curve',
  title: 'View curves of posts',
  description:
    'How the views of a post grow with its age: a Weibull curve A(1 − exp(−(t/s)^k)) through its observations, the age at which it had half of its 30-day views, and for posts younger than 30 days what they are expected to have then, by the account’s finished posts.',
  layer: 'derived',
  key: ['post_id'],
  partition: 'day',
  provenance: [],
  row: z.strictObject({
    post_id: postId(),
    account_id: accountId(),
    day: postDay(),
    ...postMarks(),
    last_age_h: number({
      title: 'Age when last seen',
      unit: 'hours',
      description: 'Hours from publication to the last observation of views.',
    }),
    still_growing: flag({
      title: 'Still growing',
      description:
        'True where less than 60% of the ceiling has been seen: then the ceiling and what hangs on it are not told. Empty without a curve.',
    }),
    ceiling: number({
      title: 'Ceiling',
      unit: 'views',
      description: 'A: the views that the curve leads to; empty while still growing.',
    }),
    scale_h: number({
      title: 'Scale',
      unit: 'hours',
      description: 's: the age at which 63% of A is reached.',
    }),
    shape: number({
      title: 'Shape',
      description:
        'k: below 1 fast at first with a long tail, 1 a constant rate of what is left, above 1 a slow start.',
    }),
    half_life_h: number({
      title: 'Half-life, fitted',
      unit: 'hours',
      description: 'Age at half of the ceiling, s·(ln 2)^(1/k); empty while still growing.',
    }),
    still_to_come: number({
      title: 'Still to come',
      unit: 'fraction',
      description:
        'Share of the ceiling that comes after the last observation, by the curve; empty while still growing.',
    }),
    best_model: choiceOrNone(['weibull', 'michaelisMenten', 'logistic'], {
      title: 'Best curve',
      description:
        'Which of three curves fits the same points best by AICc. The numbers are those of the Weibull curve whichever it is.',
    }),
    aicc_gap: number({
      title: 'Behind the best',
      description:
        'AICc of the Weibull curve less that of the best: below 2 tells nothing, above 10 speaks against it.',
    }),
    curve_reason: textOrNone({
      title: 'No curve',
      description: 'Where there is no curve: why, in words that go after “because”.',
    }),
    half_life_30_h: number({
      title: 'Half-life, observed',
      unit: 'hours',
      description:
        'First age with half of the views at 30 days, between the observations around it. Of the first 30 days, not of all that is to come.',
    }),
    half_life_30_low_h: number({
      title: 'Half-life, observed, at least',
      unit: 'hours',
      description: 'Age at the last observation with less than half.',
    }),
    half_life_30_high_h: number({
      title: 'Half-life, observed, at most',
      unit: 'hours',
      description: 'Age at the first observation with half or more.',
    }),
    half_life_30_reason: textOrNone({
      title: 'No observed half-life',
      description: 'Where it is empty: why.',
    }),
    views_30d: count({
      title: 'Views at 30 days',
      unit: 'views',
      description: 'As in `post_age`; empty while younger or where not observed.',
    }),
    views_30d_forecast: count({
      title: 'Views at 30 days, expected',
      unit: 'views',
      description:
        'For a post younger than 30 days: the median of what it will have then. Empty below 15 finished posts.',
    }),
    views_30d_low: count({
      title: 'Views at 30 days, expected at least',
      unit: 'views',
      description: 'Lower end of the 80% band, by the errors of the account’s finished posts.',
    }),
    views_30d_high: count({
      title: 'Views at 30 days, expected at most',
      unit: 'views',
      description: 'Upper end of the 80% band.',
    }),
    forecast_age_h: number({
      title: 'Expected from age',
      unit: 'hours',
      description: 'The age whose views the forecast is made from.',
    }),
    forecast_n: count({
      title: 'Finished posts',
      unit: 'posts',
      description: 'Posts of the account that the forecast rests on.',
    }),
    forecast_reason: textOrNone({
      title: 'No forecast',
      description: 'Where there is neither a count nor a forecast at 30 days: why.',
    }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: lastUsed(),
  }),
} as const satisfies TableSpec;
