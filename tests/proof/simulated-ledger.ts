import { instantOf, msPerDay, msPerHour } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';
import { type Creator, countAccount, handleAt } from '../../lib/simulate/creator.ts';
import { countsOf, type Post } from '../../lib/simulate/post.ts';
import type { World } from '../../lib/simulate/world.ts';
import type { TransformInputs } from '../../lib/transform/all.ts';
import { accountRow, infoRow, postInfoRow, postRow } from '../transform/rows.ts';

/**
 * What a faithful collection of a simulated world would hold, without its pages: exact counters of each account once a day, of each post every
 * three hours to its second day, daily to its thirtieth, weekly to its ninetieth.
 */
export function ledgerOf(world: World): TransformInputs {
  const startMs = Date.parse(world.start);
  const asOfMs = startMs + world.days * msPerDay;
  const ledger = { account: [] as Row<'account'>[], accountInfo: [] as Row<'account_info'>[] };
  const posts = { post: [] as Row<'post'>[], postInfo: [] as Row<'post_info'>[] };
  for (const creator of world.creators) {
    for (let ms = startMs + 3.3 * msPerHour; ms < asOfMs; ms += msPerDay)
      if (ms < creator.deletedMs) ledger.account.push(accountAt(creator, ms));
    ledger.accountInfo.push(
      infoRow({
        account_id: creator.id,
        handle: creator.persona.handle,
        observed_at: instantOf(new Date(startMs)),
        sec_uid: creator.secUid,
      }),
    );
    for (const post of creator.posts) {
      if (post.createdMs < startMs || post.createdMs >= asOfMs) continue;
      posts.postInfo.push(detailsOf(post, creator));
      for (const ageMs of agesMs) {
        const ms = post.createdMs + ageMs;
        if (ms < asOfMs && ms < post.deletedMs) posts.post.push(postAt(post, creator, ms));
      }
    }
  }
  return {
    ...ledger,
    ...posts,
    watchlist: world.creators.map(({ persona }) => ({
      kind: 'account' as const,
      key: persona.handle,
      zone: persona.zone,
    })),
    defaultZone: 'UTC',
    asOf: new Date(asOfMs),
  };
}

const agesMs = [
  ...Array.from({ length: 16 }, (_, i) => (i + 1) * 3 * msPerHour),
  ...Array.from({ length: 28 }, (_, i) => (i + 3) * msPerDay),
  ...Array.from({ length: 9 }, (_, i) => (37 + 7 * i) * msPerDay),
];

function accountAt(creator: Creator, ms: number): Row<'account'> {
  const { followers, following, likes, posts } = countAccount(creator, ms);
  return accountRow({
    ...{ account_id: creator.id, handle: handleAt(creator, ms), observed_at: instantOf(new Date(ms)) },
    ...{ followers, following, likes, posts, following_step: 1, source: 'simulated:truth' },
  });
}

function detailsOf(post: Post, creator: Creator): Row<'post_info'> {
  const at = instantOf(new Date(post.createdMs));
  return postInfoRow({
    ...{ post_id: post.id, account_id: creator.id, observed_at: at, created_at: at, created_from: 'source' },
    ...{ kind: post.kind, duration_s: post.kind === 'video' ? post.durationS : null },
    ...{ pinned: post.pinned, ad: false, source: 'simulated:truth' },
  });
}

function postAt(post: Post, creator: Creator, ms: number): Row<'post'> {
  return postRow({
    ...{ post_id: post.id, account_id: creator.id, observed_at: instantOf(new Date(ms)) },
    ...countsOf(post, ms),
    source: 'simulated:truth',
  });
}
