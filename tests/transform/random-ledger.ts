import { instantAt, msPerDay, msPerHour } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import type { Row } from '../../lib/schema/index.ts';
import { accountRow, infoRow, postInfoRow, postRow } from './rows.ts';

/** A ledger of anything that may be seen: holes, falls, two looks a day, posts without views and counts that are missing. */

const startMs = Date.parse('2026-01-01T00:00:00Z');
/** Every ledger ends before this, and is looked at from here. */
export const ledgerDays = 90;
export const ledgerAsOf = instantAt(startMs + (ledgerDays + 1) * msPerDay);
export const instantOfDay = (day: number) => instantAt(startMs + day * msPerDay);

interface Ledger {
  account: Row<'account'>[];
  accountInfo: Row<'account_info'>[];
  post: Row<'post'>[];
  postInfo: Row<'post_info'>[];
  watchlist: { kind: 'account'; key: string; zone: string }[];
  defaultZone: string;
}

/** Two or three accounts over 90 days with up to twelve posts each; the same seed gives the same ledger. Counts are exact and times `scale`. */
export function randomLedger(seed: number, scale = 1): Ledger {
  const random = seededRandom(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const ledger: Ledger = {
    ...{ account: [], accountInfo: [], post: [], postInfo: [], defaultZone: 'America/New_York' },
    watchlist: [{ kind: 'account', key: 'a1', zone: 'Pacific/Kiritimati' }],
  };
  for (let account = 1; account <= whole(2, 3); account++) {
    const account_id = String(account);
    const handle = `a${account}`;
    let followers = random() < 0.15 ? 0 : whole(2_000, 90_000);
    let likes = followers * whole(0, 20);
    const gain = whole(0, 40);
    const [holeFrom, holeDays] = [whole(10, 70), whole(3, 14)];
    ledger.accountInfo.push(infoRow({ account_id, handle, observed_at: instantOfDay(0) }));
    for (let day = 0; day < ledgerDays; day++) {
      const fall = random() < 0.04 ? Math.round(followers * 0.03 * random()) : 0;
      followers += whole(0, 2 * gain) - fall;
      likes += whole(0, 300);
      if ((day >= holeFrom && day < holeFrom + holeDays) || random() < 0.1) continue;
      for (const hour of random() < 0.2 ? [3, 15] : [whole(0, 23)])
        ledger.account.push(
          accountRow({
            ...{ account_id, handle, observed_at: instantAt(startMs + day * msPerDay + hour * msPerHour) },
            ...{ followers: scale * followers, likes: scale * likes, posts: scale * (20 + account) },
          }),
        );
    }
    addPosts(ledger, account_id, { random, whole, scale });
  }
  return ledger;
}

function addPosts(
  { post, postInfo }: Ledger,
  account_id: string,
  {
    random,
    whole,
    scale,
  }: { random: () => number; whole: (least: number, most: number) => number; scale: number },
): void {
  for (let number = 1; number <= whole(0, 12); number++) {
    const post_id = `${account_id}${String(number).padStart(2, '0')}`;
    const createdMs = startMs + whole(0, 60 * 24) * msPerHour;
    postInfo.push(
      postInfoRow({
        ...{ post_id, account_id, observed_at: instantAt(createdMs), created_at: instantAt(createdMs) },
        ...{ created_from: 'source', kind: random() < 0.2 ? 'photo' : 'video', duration_s: whole(5, 90) },
        hashtags: random() < 0.5 ? ['cats'] : ['été', 'fyp'],
      }),
    );
    const finalViews = random() < 0.15 ? 0 : whole(10, 50_000);
    const saves = random() < 0.8;
    for (const ageDays of [0.25, 1, 2, 3, 5, 7, 10, 14, 20, 30]) {
      if (createdMs + ageDays * msPerDay >= startMs + ledgerDays * msPerDay || random() < 0.1) continue;
      const views = Math.round(finalViews * (1 - Math.exp(-ageDays / 2)));
      const part = (share: number) => scale * Math.round(views * share);
      post.push(
        postRow({
          ...{ post_id, account_id, observed_at: instantAt(createdMs + ageDays * msPerDay) },
          ...{ views: scale * views, likes: part(0.08), comments: part(0.004), shares: part(0.003) },
          ...{ saves: saves ? part(0.005) : null },
        }),
      );
    }
  }
}
