import type { TableName } from '../schema/index.ts';
import type { Method } from '../schema/method.ts';
import { bestTimeMethod, makeBestTime, makeBestTimeCell } from './account/best-time-table.ts';
import { cadenceMethod, makeCadence } from './account/cadence.ts';
import { concentrationMethod, makeConcentration } from './account/concentration.ts';
import { engagementMethod, makeEngagement } from './account/engagement.ts';
import { formatMethod, makeFormat } from './account/format.ts';
import { makeHashtagEffect, makeSoundEffect, tagEffectMethod } from './account/tag-effects.ts';
import type { MakeAccountTable, MakeSetTable } from './context.ts';
import { makePostAge, postAgeMethod } from './post/post-age.ts';
import { makePostCurve, postCurveMethod } from './post/post-curve.ts';
import { makePostEngagement, postEngagementMethod } from './post/post-engagement.ts';
import { makePostOutlier, postOutlierMethod } from './post/post-outlier.ts';
import { makeHashtagEffectTracked, makeSoundEffectTracked } from './set/tag-effects.ts';

/** The derived tables that are made of an account's posts. */
export const postTables = {
  post_age: makePostAge,
  post_engagement: makePostEngagement,
  engagement: makeEngagement,
  cadence: makeCadence,
  concentration: makeConcentration,
  post_curve: makePostCurve,
  post_outlier: makePostOutlier,
  best_time: makeBestTime,
  best_time_cell: makeBestTimeCell,
  format: makeFormat,
  hashtag_effect: makeHashtagEffect,
  sound_effect: makeSoundEffect,
} satisfies { [T in TableName]?: MakeAccountTable<T> };

/** Those that put the posts of all accounts together. */
export const postSetTables = {
  hashtag_effect_tracked: makeHashtagEffectTracked,
  sound_effect_tracked: makeSoundEffectTracked,
} satisfies { [T in TableName]?: MakeSetTable<T> };

/** How they are computed. */
export const postMethods: readonly Method[] = [
  postAgeMethod,
  postEngagementMethod,
  engagementMethod,
  cadenceMethod,
  concentrationMethod,
  postCurveMethod,
  postOutlierMethod,
  bestTimeMethod,
  formatMethod,
  tagEffectMethod,
];
