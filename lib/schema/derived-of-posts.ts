import { engagement, postEngagement } from './derived-engagement.ts';
import { postAge } from './derived-post.ts';
import { cadence, concentration } from './derived-posting.ts';

/** The derived tables that are made of posts. */
export const postTables = {
  post_age: postAge,
  post_engagement: postEngagement,
  engagement,
  cadence,
  concentration,
} as const;
