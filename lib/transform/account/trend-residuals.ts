import type { Method } from '../../schema/method.ts';
import { lowess } from '../../stats/regression/lowess.ts';
import type { AccountContext } from '../context.ts';
import type { PostSeries } from '../post-series.ts';

/** A trend needs so many posts. */
export const trendPosts = 10;

/** A number of views and when they were posted for. */
export interface TimedViews {
  /** When it was published, in milliseconds. */
  ms: number;
  /** Views at an age that is the same for all. */
  views: number;
}

/**
 * How far the views of posts lie from what the account’s posts had at that time: ln(1 + views) less its LOWESS trend over the time of
 * publication, so that growth of the account is not taken for an effect of what it posted lately. In the order given, which is by
 * time. Null below 10 posts.
 */
export function trendResiduals(posts: readonly TimedViews[]): number[] | null {
  if (posts.length < trendPosts) return null;
  const logs = posts.map(({ views }) => Math.log1p(views));
  const trend = lowess(
    posts.map(({ ms }) => ms),
    logs,
  );
  if (trend === null) return null;
  return logs.map((log, index) => {
    const residual = log - (trend.y[index] ?? log);
    // Of equal values a trend is off in its last digits, which are no difference.
    return Math.abs(residual) < 1e-9 ? 0 : residual;
  });
}

/** A post with its views at 7 days. */
export interface WeekPost extends TimedViews {
  post: PostSeries;
  /** What the views were computed from. */
  inputs: readonly string[];
}

/** The posts that effects are computed from, and how far each lies from the trend. */
export interface WeekResiduals {
  posts: readonly WeekPost[];
  /** Null below 10 posts. */
  residuals: readonly number[] | null;
}

/** What it is remembered by, and what is made of it. */
export const trendMethod: Pick<Method, 'id' | 'version'> = { id: 'trend-residuals', version: 1 };

// Times, forms, hashtags and sounds are compared over the same posts.
const known = new WeakMap<object, WeekResiduals>();

/**
 * The posts of an account with views at 7 days, by publication, and their `trendResiduals`. Posts that are marked as ads are
 * left out: their views follow a budget.
 */
export function weekResiduals(context: Pick<AccountContext, 'account' | 'remember'>): WeekResiduals {
  let found = known.get(context.account);
  if (found === undefined) {
    const posts = weekPosts(context);
    const inputs: number[] = [];
    for (const { ms, views } of posts) inputs.push(ms, views);
    const make = () => trendResiduals(posts);
    const residuals = posts.length < trendPosts ? null : context.remember(trendMethod, inputs, make);
    found = { posts, residuals };
    known.set(context.account, found);
  }
  return found;
}

function weekPosts({ account }: Pick<AccountContext, 'account'>): WeekPost[] {
  return account.posts.flatMap((post) => {
    const { week } = post.facts;
    if (post.ad === true || post.created_ms === null || week === null || week.views === null) return [];
    return [{ post, ms: post.created_ms, views: week.views, inputs: week.inputs }];
  });
}
