import { daysFrom, instantOf } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';
import { writeRebuilt } from '../../lib/store/rebuilt.ts';
import { transformAll } from '../../lib/transform/all.ts';
import { accountRow } from '../helpers/ledger.ts';

/** Text as somebody would put it into a bio to break a page. */
export const hostile = `<script>alert(1)</script>"'&<img src=x onerror=alert(2)>`;

/** The instant that these ledgers count as now. */
export const asOf = '2026-11-22T06:15:00Z';

/**
 * Writes a ledger with the cases that a page must bear: a year with a gap and a fall, a handle with a dot and an
 * underscore, one day only, rounded counts, a private account, hostile text, and nothing simulated.
 */
export async function writeLedger(data: string): Promise<void> {
  const account = [
    ...yearOf('1001', 'long_year.a').filter(({ observed_at }) => !/^2026-03-0[3-8]/.test(observed_at)),
    ...yearOf('1002', 'rounded').map((row) => ({
      ...row,
      followers: Math.round((row.followers ?? 0) / 100) * 100,
      followers_step: 100,
      rounding: 'nearest' as const,
    })),
    accountRow({ account_id: '1003', handle: 'one.day', observed_at: '2026-11-21T03:15:00Z', followers: 1 }),
    accountRow({
      account_id: '1004',
      handle: 'gone_private',
      observed_at: '2026-09-01T03:15:00Z',
      followers: 86,
    }),
  ];
  const info = [
    infoRow({
      account_id: '1001',
      handle: 'earlier_name',
      name: 'Before',
      observed_at: '2025-11-22T03:15:00Z',
    }),
    infoRow({
      account_id: '1001',
      handle: 'long_year.a',
      name: hostile,
      bio: hostile,
      link: 'javascript:alert(3)',
      observed_at: '2026-11-21T03:15:00Z',
    }),
    infoRow({
      account_id: '1002',
      handle: 'rounded',
      name: 'متحف الرمال',
      link: 'example.org/tickets',
      observed_at: '2026-11-21T03:15:00Z',
    }),
    infoRow({
      account_id: '1004',
      handle: 'gone_private',
      status: 'private',
      observed_at: '2026-11-21T03:15:00Z',
    }),
  ];
  const posts = Array.from({ length: 60 }, (_, i) => postOf(i));
  const post = [...posts.map(({ row }) => row), ...posts.slice(2).map(atOneDay)];
  const derived = transformAll({
    account,
    accountInfo: info,
    post,
    postInfo: posts.map((post) => post.info),
    watchlist: [{ kind: 'account', key: 'rounded', zone: 'Europe/Copenhagen' }],
    defaultZone: 'UTC',
    asOf,
    issued: [saidOnRecord],
  });
  await writeRebuilt(data, {
    account,
    account_info: info,
    post,
    post_info: posts.map((post) => post.info),
    account_daily: derived.account_daily,
    summary: derived.summary,
    forecast: derived.forecast,
    backtest: derived.backtest,
    forecast_score: derived.forecast_score,
    post_age: derived.post_age,
    post_curve: derived.post_curve,
    data_health: [
      {
        rule: 'stale',
        subject: '@gone_private',
        severity: 'warning',
        message: hostile,
        account_id: null,
        counter: null,
        first_day: null,
        last_day: null,
        as_of: asOf,
      },
    ],
  });
}

/** What was said of `long_year.a` a week before 8 November, 130 below what came. */
const saidOnRecord: Row<'forecast_issued'> = {
  account_id: '1001',
  counter: 'followers',
  issued_on: '2026-11-01',
  model: 'theta',
  target_day: '2026-11-08',
  horizon_days: 7,
  value: 1_243_000,
  low80: 1_242_000,
  high80: 1_244_000,
  low95: 1_241_000,
  high95: 1_245_000,
  last_day: '2026-10-31',
  last_value: 1_242_900,
  method: 'forecast@3',
};

/** A year that grows by 10 a day, with a fall of 500 on 1 October. */
function yearOf(account_id: string, handle: string): Row<'account'>[] {
  return daysFrom('2025-11-22', '2026-11-21').map((day, i) =>
    accountRow({
      account_id,
      handle,
      observed_at: `${day}T03:15:00Z`,
      followers: 1_240_000 + 10 * i + 7 * (i % 3) - (day >= '2026-10-01' ? 500 : 0),
      followers_step: 1,
      likes: 5_000_000_000 + 1000 * i,
      likes_step: 1,
      posts: 300,
      posts_step: 1,
      rounding: 'exact',
      source: 'web_profile_v2',
    }),
  );
}

function infoRow(
  row: Pick<Row<'account_info'>, 'account_id' | 'handle' | 'observed_at'> & Partial<Row<'account_info'>>,
): Row<'account_info'> {
  return {
    name: null,
    bio: null,
    verified: null,
    private: null,
    region: null,
    status: 'ok',
    sec_uid: null,
    created_at: null,
    link: null,
    source: 'web_profile_v2',
    capture_id: 'c1',
    ...row,
  };
}

/** The i-th newest of the posts of `long_year.a`; one has no text, one is hostile, one no longer answers. */
function postOf(i: number): { info: Row<'post_info'>; row: Row<'post'> } {
  const post_id = String(7_300_000_000_000_000_000n - BigInt(i));
  const day = daysFrom('2026-09-01', '2026-11-21').at(-1 - i) ?? '2026-09-01';
  const common = { post_id, account_id: '1001', observed_at: '2026-11-21T03:15:00Z', capture_id: 'c1' };
  return {
    info: {
      ...common,
      created_at: `${day}T10:00:00Z`,
      created_from: 'source',
      text: i === 1 ? null : i === 2 ? hostile : `Post number ${i}`,
      kind: i === 3 ? 'photo' : 'video',
      duration_s: null,
      sound_id: null,
      hashtags: [],
      pinned: null,
      ad: null,
      status: i === 4 ? 'not_found' : 'ok',
      source: 'web_profile_v2',
    },
    row: {
      ...common,
      views: 44_837 + i,
      likes: 86,
      comments: 0,
      shares: null,
      saves: 1,
      views_step: i === 0 ? 100 : 1,
      likes_step: 1,
      comments_step: 1,
      shares_step: null,
      saves_step: 1,
      rounding: 'nearest',
      time_precision: 'instant',
      source: 'web_profile_v2',
    },
  };
}

/** A post as it was a day after it was published, with 1,000 views for each newer post. */
function atOneDay({ info, row }: ReturnType<typeof postOf>, i: number): Row<'post'> {
  const observed_at = instantOf(new Date(Date.parse(info.created_at ?? '') + 86_400_000));
  return { ...row, observed_at, views: 1000 * (i + 2), likes: 1 };
}
