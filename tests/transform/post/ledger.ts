import { instantOf } from '../../../lib/calendar.ts';
import type { Row } from '../../../lib/schema/index.ts';
import { type TransformInputs, transformAll } from '../../../lib/transform/all.ts';
import { accountRow, postInfoRow, postRow } from '../rows.ts';

/** An instant some hours after 1 November 2026, 00:00 UTC. */
export function hoursOn(hours: number): string {
  return instantOf(new Date(Date.parse('2026-11-01T00:00:00Z') + hours * 3_600_000));
}

/** A post published at `createdH` hours, with views (or whole rows) at ages in hours. */
export function postWith(
  post_id: string,
  createdH: number,
  observations: readonly (readonly [ageH: number, counts: number | Partial<Row<'post'>>])[],
  info: Partial<Row<'post_info'>> = {},
): Pick<TransformInputs, 'postInfo'> & { post: Row<'post'>[] } {
  const created_at = hoursOn(createdH);
  return {
    post: observations.map(([age, counts]) =>
      postRow({
        post_id,
        observed_at: hoursOn(createdH + age),
        ...(typeof counts === 'number' ? { views: counts, views_step: 1 } : counts),
      }),
    ),
    postInfo: [
      postInfoRow({ post_id, observed_at: created_at, created_at, created_from: 'source', ...info }),
    ],
  };
}

/** Derived tables of one account's posts, with exact followers at hours where they are given. */
export function derive(
  posts: readonly ReturnType<typeof postWith>[],
  asOfH: number,
  rest: Partial<TransformInputs> & {
    followers?: readonly (readonly [hour: number, followers: number])[];
  } = {},
) {
  const { followers = [], ...inputs } = rest;
  return transformAll({
    account: followers.map(([hour, count]) => accountRow({ observed_at: hoursOn(hour), followers: count })),
    accountInfo: [],
    watchlist: [],
    defaultZone: 'UTC',
    asOf: hoursOn(asOfH),
    post: posts.flatMap(({ post }) => post),
    postInfo: posts.flatMap(({ postInfo }) => postInfo),
    ...inputs,
  });
}
