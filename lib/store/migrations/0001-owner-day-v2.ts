import { carryOver, planCarryOver } from './carry-over.ts';
import type { Migration } from './migration.ts';

const olderFolder = 'clean/v1/owner_day';

/** `owner_day` learned of followers gained and lost and of the audience reached: cells that its first version cannot know stay empty. */
export const ownerDayV2: Migration = {
  id: '0001-owner-day-v2',
  about: 'owner_day takes on the columns followers_gained, followers_lost and reached_audience',
  plan: (root) => planCarryOver(root, 'owner_day', olderFolder),
  stage: (root, transaction) => carryOver(root, 'owner_day', olderFolder, transaction),
};
