import { z } from 'zod';
import { choice, count, flag, id, label, number, textOrNone } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** The effect of a group of posts against the other posts, and how sure it is. */
const effect = (of: string) => ({
  effect: number({
    title: 'Effect',
    unit: 'times',
    description: `Views at 7 days of posts ${of} over those of the other posts of the account, its trend taken out: 1.2 is a fifth more. An association, not a cause.`,
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
});

const test = () => ({
  log_error: number({
    title: 'Standard error',
    description: 'Standard error of the natural logarithm of the effect.',
  }),
  p: number({
    title: 'p',
    unit: 'fraction',
    description: 'Two-sided p value of the effect before shrinking.',
  }),
  p_adjusted: number({
    title: 'p, adjusted',
    unit: 'fraction',
    description:
      'Adjusted by Benjamini and Hochberg over all that were compared: of those at most 0.1, one in ten is chance on average.',
  }),
});

/** How posts of one form do beside those of others. */
export const format = {
  name: 'format',
  title: 'Formats',
  description:
    'What posts of an account had at 7 days by their form: length, kind, weekday, part of the day, number of hashtags. Effects within the account, its trend taken out; from 5 posts of a form and as many of others.',
  layer: 'derived',
  key: ['account_id', 'dimension', 'bin'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    dimension: choice(['length', 'kind', 'weekday', 'daypart', 'hashtags'], {
      title: 'Dimension',
      description:
        '`length` of a video, `kind`, local `weekday` and `daypart` of publication, number of `hashtags`.',
    }),
    bin: label({
      title: 'Bin',
      description: 'Which part of the dimension, e.g. `30-59s`, `photo`, `fri`, `16-19`, `3-5`.',
    }),
    views_median: number({
      title: 'Views, median',
      unit: 'views',
      description: 'Median of the views at 7 days.',
    }),
    views_q1: number({
      title: 'Views, lower quartile',
      unit: 'views',
      description: 'A quarter of the posts has fewer.',
    }),
    views_q3: number({ title: 'Views, upper quartile', unit: 'views', description: 'A quarter has more.' }),
    ...effect('of this form'),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where there is no effect: why, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

const hashtag = () => label({ title: 'Hashtag', description: 'Hashtag, lower case, without #.' });
const soundId = () => id({ title: 'Sound id', description: 'Id of the sound, as text.' });
const generic = () =>
  flag({
    title: 'Generic',
    description: 'True for tags that stand under anything (#fyp): left out of rankings unless asked for.',
  });

const ofAccount = (of: string) => ({
  ...effect(of),
  ...test(),
  n: sampleSize('posts'),
  inputs: inputs(),
  method: method(),
  as_of: asOf(),
});

const ofTracked = (of: string) => ({
  accounts: count({
    title: 'Accounts',
    unit: 'accounts',
    description: 'Accounts with at least 3 such posts, whose effects were put together.',
  }),
  ...effect(of),
  i2: number({
    title: 'Heterogeneity',
    unit: 'fraction',
    description:
      'Share of the spread between accounts that is not chance (I²): near 1 the accounts disagree.',
  }),
  ...test(),
  n: sampleSize('posts'),
  inputs: inputs(),
  method: method(),
  as_of: asOf(),
});

/** Hashtags of an account. */
export const hashtagEffect = {
  name: 'hashtag_effect',
  title: 'Hashtags of accounts',
  description:
    'How posts of an account with a hashtag did beside its posts without: within the account, trend taken out, shrunken, from 3 posts. An association: posts carry many tags, and tags go with subjects.',
  layer: 'derived',
  key: ['account_id', 'hashtag'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    hashtag: hashtag(),
    generic: generic(),
    ...ofAccount('with the hashtag'),
  }),
} as const satisfies TableSpec;

/** Sounds of an account. */
export const soundEffect = {
  name: 'sound_effect',
  title: 'Sounds of accounts',
  description:
    'How posts of an account with a sound did beside its posts without: within the account, trend taken out, shrunken, from 3 posts. An association.',
  layer: 'derived',
  key: ['account_id', 'sound_id'],
  partition: null,
  provenance: [],
  row: z.strictObject({ account_id: accountId(), sound_id: soundId(), ...ofAccount('with the sound') }),
} as const satisfies TableSpec;

/** Hashtags over the tracked accounts. */
export const hashtagEffectTracked = {
  name: 'hashtag_effect_tracked',
  title: 'Hashtags',
  description:
    'Effects of a hashtag within each tracked account, put together by random effects: size of accounts and their trends play no part. From 2 accounts with 3 posts each. An association.',
  layer: 'derived',
  key: ['hashtag'],
  partition: null,
  provenance: [],
  row: z.strictObject({ hashtag: hashtag(), generic: generic(), ...ofTracked('with the hashtag') }),
} as const satisfies TableSpec;

/** Sounds over the tracked accounts. */
export const soundEffectTracked = {
  name: 'sound_effect_tracked',
  title: 'Sounds',
  description:
    'Effects of a sound within each tracked account, put together by random effects. From 2 accounts with 3 posts each. An association.',
  layer: 'derived',
  key: ['sound_id'],
  partition: null,
  provenance: [],
  row: z.strictObject({ sound_id: soundId(), ...ofTracked('with the sound') }),
} as const satisfies TableSpec;
