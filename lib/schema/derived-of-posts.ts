import { bestTime, bestTimeCell } from './derived-best-time.ts';
import { postCurve } from './derived-curve.ts';
import {
  format,
  hashtagEffect,
  hashtagEffectTracked,
  soundEffect,
  soundEffectTracked,
} from './derived-effect.ts';
import { engagement, postEngagement } from './derived-engagement.ts';
import { postOutlier } from './derived-outlier.ts';
import { postAge } from './derived-post.ts';
import { cadence, concentration } from './derived-posting.ts';

/** The derived tables that are made of posts. */
export const postTables = {
  post_age: postAge,
  post_engagement: postEngagement,
  engagement,
  cadence,
  concentration,
  post_curve: postCurve,
  post_outlier: postOutlier,
  best_time: bestTime,
  best_time_cell: bestTimeCell,
  format,
  hashtag_effect: hashtagEffect,
  sound_effect: soundEffect,
  hashtag_effect_tracked: hashtagEffectTracked,
  sound_effect_tracked: soundEffectTracked,
} as const;
