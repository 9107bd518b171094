import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import type { ImportOptions } from '../../lib/import/options.ts';

/** The recorded files that lie beside the project, with what a person would say of each when importing it. */

export const realFolder = path.resolve(import.meta.dirname, '../../../shared/real');
export const hasReal = existsSync(realFolder);

type Said = Partial<Record<'as' | 'account' | 'post' | 'year' | 'at' | 'rounding' | 'dayOrder', string>>;

/** Files that are imported, in this order. */
export const importable: readonly [file: string, said: Said][] = [
  ['series-celebrities/www_users_daily.csv', {}],
  ['series-celebrities/www_users_every_snapshot_2022-02-01_14.csv', {}],
  ['series-celebrities/www_users_zero_rows.csv', {}],
  ['series-celebrities/www_hashtags_daily.csv', {}],
  ['series-celebrities/www_music_daily.csv', {}],
  ['series-celebrities/snapshots/www-2021-03-28-c22ea53b41.json', { at: '2021-03-28' }],
  ['series-celebrities/snapshots/www-2021-04-01-2fdaa670f9.json', { at: '2021-04-01' }],
  ['series-celebrities/snapshots/www-2021-04-04-97bf651d1e-ZERO-GLITCH.json', { at: '2021-04-04' }],
  ['series-celebrities/snapshots/www-2021-05-01-4b7c403af8.json', { at: '2021-05-01' }],
  ['series-celebrities/snapshots/www-2021-06-01-c9b54568e9.json', { at: '2021-06-01' }],
  ['series-celebrities/snapshots/www-2021-07-01-14eeca1a48.json', { at: '2021-07-01' }],
  ['series-celebrities/snapshots/www-2021-08-01-f470da0b32.json', { at: '2021-08-01' }],
  ['series-celebrities/snapshots/www-2021-09-01-25b3650550.json', { at: '2021-09-01' }],
  ['series-celebrities/snapshots/www-2022-02-01-dcad06cf06.json', { at: '2022-02-01' }],
  ['series-celebrities/snapshots/www-2022-02-08-83b4ebccef-ZERO-GLITCH.json', { at: '2022-02-08' }],
  ['series-daily-2026/tiktok_daily_stats.csv', { rounding: 'web' }],
  [
    'series-daily-2026/tiktok_daily_stats@0714b0c-old-schema-one-account.csv',
    { account: '@khaby.lame', rounding: 'web' },
  ],
  ['series-one-exact-account/tiktok_followers_timeseries.json', { rounding: 'exact' }],
  ['panel-two-waves/2026-03-22_run/tiktok_profile_stats.csv', { rounding: 'web' }],
  ['panel-two-waves/2026-03-22_run/tiktok_profiles.csv', {}],
  ['panel-two-waves/2026-03-22_run/tiktok_videos.csv', { at: '2026-03-22' }],
  ['panel-two-waves/2026-03-30_run/tiktok_profiles.csv', { at: '2026-03-30T19:35:50Z' }],
  ['panel-two-waves/2026-03-30_run/tiktok_videos.csv', { at: '2026-03-30T19:35:50Z' }],
  ['leaderboards/social media influencers - Tiktok sep 2022.csv', { at: '2022-09-15' }],
  ['leaderboards/social media influencers-TIKTOK - ---DEC 2022.csv', { at: '2022-12-15' }],
  ['affiliate-posts/affi_4.csv', { at: '2025-04-23' }],
  ['posts-of-top-accounts/top_users_vids.csv', { at: '2020-11-08' }],
  ['search-cards/tiktok_data.csv', { at: '2024-01-01' }],
  ['studio-export-csv/Overview.csv', { account: '@creator_a', at: '2026-02-28' }],
  ['studio-export-csv/Followers_creator_a/FollowerHistory.csv', { account: '@creator_a', at: '2026-02-28' }],
  ['studio-export-csv/Content.csv', { at: '2026-02-28' }],
  ['studio-export-csv/Content 2.csv', { at: '2026-02-28' }],
  ['studio-export-csv/Content 3.csv', { at: '2026-02-28' }],
  ['studio-export-csv/Content 4.csv', { at: '2026-02-28' }],
  ['studio-export-csv/Viewers.csv', { account: '@creator_a', at: '2026-02-28' }],
  ['studio-export-csv/Followers_creator_a/FollowerActivity.csv', { account: '@creator_a', at: '2026-02-28' }],
  ['studio-export-csv/Followers_creator_a/FollowerGender.csv', { account: '@creator_a', at: '2026-02-28' }],
  [
    'studio-export-csv/Followers_creator_a/FollowerTopTerritories.csv',
    { account: '@creator_a', at: '2026-02-28' },
  ],
  ['studio-export-csv/user_data_tiktok.SKELETON-2026-02.synthetic-values.json', { at: '2026-02-28' }],
  ['studio-export-xlsx/Overview.csv', { account: '@creator_b', at: '2026-04-19' }],
  ['studio-export-xlsx/Overview.xlsx', { account: '@creator_b', at: '2026-04-19' }],
  ['pages/2scraper-profile/webapp.user-detail/khaby_lame.json', { at: '2026-09-22' }],
  ['pages/2scraper-profile/webapp.user-detail/nasa.json', { at: '2026-09-22' }],
  [
    'pages/2scraper-profile/webapp.user-detail/unavailable_10221_user_banned.json',
    { at: '2026-09-22', account: '@banned_account' },
  ],
  ['pages/2scraper-video/webapp.video-detail/photo_post.json', { at: '2026-09-22' }],
  ['pages/2scraper-video/webapp.video-detail/plain_video.json', { at: '2026-09-22' }],
  [
    'pages/2scraper-video/webapp.video-detail/missing_10204.json',
    { at: '2026-09-22', post: '7000000000000000001', account: '@gone_post' },
  ],
  ['pages/automaton/oembed.7336007528070958382.partial.json', { at: '2026-09-28' }],
  ['pages/2scraper-video/embed/embed-@nasa.first8.json', { at: '2026-09-22' }],
  ['pages/2scraper-profile/sample_output.metrics.csv', {}],
  ['pages/2scraper-video/sample_output.metrics.csv', {}],
  ['pages/dai921/user-detail.cutie_street.2025-04.json', { at: '2025-04-22' }],
  ['pages/dai921/user-detail.cutie_street.2025-04.rewrapped.html', { at: '2025-04-22' }],
  ['pages/dai921/video-detail.7493099446142520594.2025-04.json', { at: '2025-04-22' }],
  ['pages/dai921/video-detail.7493099446142520594.2025-04.rewrapped.html', { at: '2025-04-22' }],
  ...filesIn('key-value-and-table').map((file): [string, Said] => [file, { at: '2025-11-14' }]),
  // The same accounts and days in two files, a counter each.
  ['wide-table-dmy/data/tiktok_followers.csv', { rounding: 'web' }],
  ['wide-table-dmy/data/tiktok_likes.csv', { rounding: 'web' }],
];

function filesIn(folder: string): string[] {
  return hasReal
    ? readdirSync(path.join(realFolder, folder))
        .filter((name) => name.endsWith('.csv'))
        .sort()
        .map((name) => `${folder}/${name}`)
    : [];
}

/** What a mapping file would say of a recorded file: the handles of the candidates stand in a table beside theirs. */
export function mappingOf(file: string): Pick<ImportOptions, 'accounts'> {
  if (!file.startsWith('wide-table-dmy/data/')) return {};
  const text = readFileSync(path.join(realFolder, 'wide-table-dmy/candidates.csv'), 'utf8');
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return { accounts: Object.fromEntries(data.map((row) => [row['Party'] ?? '', row['TikTok'] || 'nobody'])) };
}

/** Files that are not imported, with the reason in a word: the code of the refusal. */
export const refused: readonly [file: RegExp, code: string, said?: Said][] = [
  [/^wide-table-dmy\/.*\.csv$/, 'unknown_kind'],
  [/^panel-two-waves\/.*_log\.csv$/, 'unknown_kind'],
  [/^panel-two-waves\/.*\.jsonl$/, 'unknown_kind'],
  [/^panel-two-waves\/.*_(?:checkpoint|retry_later)\.json$/, 'no_rows'],
  [/^pages\/2scraper-block\/.*\.html$/, 'unknown_kind', { at: '2026-09-22' }],
];

/** Every file of the recordings except the texts that describe them. */
export function realFiles(): string[] {
  return readdirSync(realFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) =>
      path.relative(realFolder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}

/** Data rows of a file by another reader than the one under test; null for a saved page, which is one row or a few. */
export function rowsByAnotherReader(file: string): number | null {
  // A workbook is read as what its CSV neighbour says; of private data three parts are rows.
  if (file.startsWith('pages/') || file.includes('user_data') || file.startsWith('key-value')) return null;
  if (file.endsWith('.xlsx')) return rowsByAnotherReader(file.replace(/xlsx$/, 'csv'));
  const text = readFileSync(path.join(realFolder, file), 'utf8').replace(/^\uFEFF/, '');
  // Of a table with a column for each account every filled cell is a row.
  if (file.startsWith('wide-table'))
    return Papa.parse<string[]>(text, { skipEmptyLines: true })
      .data.slice(1)
      .reduce((cells, [, ...row]) => cells + row.filter((cell) => cell.trim() !== '').length, 0);
  // A list of records, or several within one object.
  if (file.endsWith('.json'))
    return Object.values({ ...JSON.parse(text) }).reduce<number>(
      (rows, each) => rows + (Array.isArray(each) ? each.length : 1),
      0,
    );
  return Papa.parse(text, { header: true, skipEmptyLines: true }).data.length;
}
