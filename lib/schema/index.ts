import type { z } from 'zod';
import { account, accountInfo } from './account.ts';
import { alert } from './alert.ts';
import { accountDaily, dataHealth, summary } from './derived.ts';
import { accountViews, benchmark } from './derived-benchmark.ts';
import { change, milestone, unusual } from './derived-events.ts';
import { backtest, forecast } from './derived-forecast.ts';
import { decrease, growth } from './derived-growth.ts';
import { postTables } from './derived-of-posts.ts';
import { compare, reach, shareOfVoice } from './derived-set.ts';
import { backtestAll, forecastIssued, forecastScore, forecastScoreAll } from './issued-forecast.ts';
import {
  ownerActivity,
  ownerAudience,
  ownerFollowerJoins,
  ownerPost,
  ownerViewers,
} from './owner-audience.ts';
import { ownerDay } from './owner-day.ts';
import { post, postInfo } from './post.ts';
import { hashtag, sound } from './topic.ts';

/** Every table of the ledger by name. */
export const tables = {
  account,
  post,
  account_info: accountInfo,
  post_info: postInfo,
  hashtag,
  sound,
  owner_day: ownerDay,
  owner_viewers: ownerViewers,
  owner_activity: ownerActivity,
  owner_audience: ownerAudience,
  owner_post: ownerPost,
  owner_follower_joins: ownerFollowerJoins,
  alert,
  forecast_issued: forecastIssued,
  account_daily: accountDaily,
  growth,
  decrease,
  reach,
  share_of_voice: shareOfVoice,
  compare,
  account_views: accountViews,
  benchmark,
  forecast,
  backtest,
  backtest_all: backtestAll,
  forecast_score: forecastScore,
  forecast_score_all: forecastScoreAll,
  milestone,
  unusual,
  change,
  summary,
  ...postTables,
  data_health: dataHealth,
} as const;

export type TableName = keyof typeof tables;

/** A row of the named table: plain values; null is an empty cell, which means not observed. */
export type Row<T extends TableName> = z.infer<(typeof tables)[T]['row']>;

export const tableNames = Object.keys(tables) as TableName[];

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}
