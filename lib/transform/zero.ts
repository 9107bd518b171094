import { plural } from '../format.ts';
import type { Row } from '../schema/index.ts';
import type { TransformFinding } from './finding.ts';

/**
 * Takes zeros that are no numbers out of an account's rows (docs/methods.md#false-zeros): followers or likes of 0
 * after the account had a positive value, which is what sources print when they failed. They become null, that is not
 * observed; `posts` of 0 goes with them in the same row and stays otherwise, since posts can really all be deleted.
 * Only earlier rows decide, so a later observation never changes what an earlier day shows.
 *
 * `rows` are of one account, sorted by time. Gives the rows in the same order, and null or the finding `zero_sentinel`.
 */
export function dropZeroSentinels(
  rows: readonly Row<'account'>[],
  subject: string,
): { rows: readonly Row<'account'>[]; finding: TransformFinding | null } {
  let hadFollowers = false;
  let hadLikes = false;
  const dropped: Row<'account'>[] = [];
  const kept = rows.map((row) => {
    const noFollowers = row.followers === 0 && hadFollowers;
    const noLikes = row.likes === 0 && hadLikes;
    hadFollowers ||= (row.followers ?? 0) > 0;
    hadLikes ||= (row.likes ?? 0) > 0;
    if (!noFollowers && !noLikes) return row;
    dropped.push(row);
    return {
      ...row,
      ...(noFollowers ? { followers: null, followers_step: null } : {}),
      ...(noLikes ? { likes: null, likes_step: null } : {}),
      ...(row.posts === 0 ? { posts: null, posts_step: null } : {}),
    };
  });
  const [first, last] = [dropped[0], dropped.at(-1)];
  if (!first || !last) return { rows, finding: null };
  return {
    rows: kept,
    finding: {
      rule: 'zero_sentinel',
      account_id: first.account_id,
      subject,
      rows: dropped.length,
      first: first.observed_at,
      last: last.observed_at,
      message: `${plural(dropped.length, 'observation')} of followers or likes ${dropped.length === 1 ? 'is' : 'are'} 0 after a positive value, as failed requests are: taken as not observed.`,
    },
  };
}
