import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Settings } from '../../lib/config.ts';
import { InputError } from '../../lib/errors.ts';
import { tableKinds } from '../../lib/import/kinds.ts';
import { type ImportOptions, type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { personalData } from '../../lib/import/personal-data.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { cases } from '../clean/cases.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { mutatedJson, mutatedPage, mutatedTable, mutations } from '../helpers/mutated-files.ts';
import { settingsFor } from '../helpers/settings.ts';
import { apify, drawrowfly, item, researchVideo, user, ytDlp } from '../import/scraper-samples.ts';

interface Sample {
  text: string;
  raw?: RawImportOptions;
  /** Source rows of it; each is a record of its own. */
  rows: number;
}

const at = { at: '2026-02-28' };
const owner = { account: '@clay.workshop', ...at };
const id = String((1_767_607_200n << 32n) + 12_345n);
const lines = (...each: string[]) => each.join('\n');
const many = (value: unknown) => JSON.stringify([value, value]);

const samples: Record<string, Sample> = {
  'account-series': {
    text: lines(
      'date,username,user_id,followers,likes,name,bio',
      '2026-01-01,nasa,107955,1.2M,325100000,NASA,Space',
      '2026-01-02,nasa,107955,1234567,325100001,NASA,Space',
      '2026-01-02,esa,107956,99,100,ESA,',
    ),
    rows: 3,
  },
  'account-series, wide': {
    text: lines('date,nasa,esa', '2026-01-01,5,6', '2026-01-02,7,8'),
    raw: { metric: 'followers' },
    rows: 4,
  },
  'post-table': {
    text: lines(
      'video_id,handle,create_time,scraped_at,views,likes,comments,shares,caption,duration',
      `${id},nasa,1767607215,2026-01-12T10:00:00Z,1.2M,45600,78,9,Moon,34.5`,
      `${id},nasa,1767607215,2026-01-13T10:00:00Z,1.3M,45700,79,9,Moon,34.5`,
    ),
    rows: 2,
  },
  'hashtag-series': {
    text: lines(
      'committed_at,challengeId,name,views',
      '2026-01-01,4245066,#x,144.7M',
      '2026-01-02,4245066,#x,145M',
    ),
    rows: 2,
  },
  'sound-series': {
    text: lines(
      'date,musicId,title,posts',
      '2026-01-01,6808287098886424577,Tune,1200000',
      '2026-01-02,6808287098886424577,Tune,1200001',
    ),
    rows: 2,
  },
  'account-sheet': {
    text: lines(
      ...['Username,nasa', 'Nickname,NASA', 'Follower Count,22500', 'Heart Count,1.7M', ',', 'Videos'],
      'Date,Link,Plays,Likes',
      '2025-04-14T12:22:13Z,https://www.tiktok.com/@nasa/video/7493099446142520594,4087,230',
    ),
    raw: at,
    rows: 2,
  },
  'tiktok-scraper': { text: many(drawrowfly), raw: at, rows: 2 },
  'tiktok-scraper of Apify': { text: many(apify), raw: at, rows: 2 },
  'yt-dlp': { text: many(ytDlp), rows: 2 },
  'tiktok-items': { text: many(item), raw: at, rows: 2 },
  aweme: {
    text: many({
      ...{
        aweme_id: id,
        desc: 'Moon',
        create_time: 1_767_607_215,
        statistics: { play_count: 5, digg_count: 4 },
      },
      author: { uid: '7100000000000000001', unique_id: 'clay.workshop', nickname: 'Clay' },
    }),
    raw: at,
    rows: 2,
  },
  'research-videos': { text: `[${researchVideo}]`, raw: at, rows: 1 },
  'tiktok-users': { text: many(user), raw: at, rows: 2 },
  'trending-snapshot': {
    text: JSON.stringify({
      user: [{ userId: '7100000000000000001', id: '@clay', name: 'Clay', stats: { followers: 5, likes: 6 } }],
      hashtag: [{ challengeId: '4212', name: '#Clay', stats: { views: 10_100_000 } }],
      music: [{ musicId: '6997999797663714054', musicInfo: { title: 'Tune' }, stats: { posts: 7 } }],
    }),
    raw: at,
    rows: 3,
  },
  'studio-overview': {
    text: lines(
      'Date,Video Views,Profile Views,Likes,Comments,Shares',
      'February 26,5,4,3,-2,1',
      'February 27,6,4,3,2,1',
    ),
    raw: owner,
    rows: 2,
  },
  'studio-content': {
    text: lines(
      'Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views',
      `February 28,Moon,https://www.tiktok.com/@clay.workshop/video/${id},January 5,6,5,4,300`,
    ),
    raw: owner,
    rows: 1,
  },
  'studio-followers': {
    text: lines(
      'Date,Followers,Difference in followers from previous day',
      'February 26,50,4',
      'February 27,53,3',
    ),
    raw: owner,
    rows: 2,
  },
  'studio-viewers': {
    text: lines(
      'Date,Total Viewers,New Viewers,Returning Viewers',
      'February 26,2,1,1',
      'February 27,12,7,5',
    ),
    raw: owner,
    rows: 2,
  },
  'studio-activity': {
    text: lines('Date,Hour,Active followers', 'February 26,0,12', 'February 26,1,13'),
    raw: owner,
    rows: 2,
  },
  'studio-audience': { text: lines('Gender,Distribution', 'Female,0.59', 'Male,0.41'), raw: owner, rows: 2 },
  'ledger-table': {
    text: lines(
      'account_id,observed_at,handle,followers,following,likes,posts,followers_step,following_step,likes_step,posts_step,likes_wrapped,rounding,time_precision,source,capture_id',
      '1,2026-01-01T00:00:00Z,a,5,6,7,8,1,1,1,1,,exact,instant,import,c1',
      '1,2026-01-02T00:00:00Z,a,6,6,7,8,1,1,1,1,,exact,instant,import,c1',
    ),
    rows: 2,
  },
  'download-your-data': {
    text: JSON.stringify({
      Post: { Posts: { VideoList: [{ Date: '2026-01-31 12:34:56', Likes: '1200', Title: 'Two' }] } },
      'Profile And Settings': {
        'Profile Info': { ProfileMap: { userName: 'Owner_1', followerCount: 5012, followingCount: '35' } },
        Follower: { FansList: [{ Date: '2026-01-30 23:59:59', UserName: 'one' }] },
      },
    }),
    raw: at,
    rows: 3,
  },
};

const runs = 5;

test.each(Object.entries(samples))(
  '%s: whatever is in its cells, rows stored, duplicate and refused add up to those that were read',
  async (name, { text, raw = {}, rows }) => {
    const folder = temporaryFolder();
    const settings = settingsFor(path.join(folder, 'data'));
    const options = readImportOptions(raw);
    const isJson = /^[[{]/.test(text);
    const file = path.join(folder, isJson ? 'sample.json' : 'sample.csv');
    writeFileSync(file, text);
    // What is stored already makes duplicates and conflicts of what is offered again.
    const whole = await importFiles(settings, [file], options);
    expect(whole).toMatchObject({
      read: rows,
      rejected: 0,
      files: [{ kind: name.split(/[ ,]/)[0] as string }],
    });
    expect(whole.stored).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(mutations, fc.boolean(), async (changes, quoted) => {
        writeFileSync(file, isJson ? mutatedJson(text, changes) : mutatedTable(text, changes, quoted));
        await assertCountsAddUp(settings, file, options);
      }),
      { numRuns: runs, seed: 20_261_130 },
    );
  },
);

test('saved pages: whatever their numbers are, and wherever they are cut, the counts add up', async () => {
  const folder = temporaryFolder();
  const settings = settingsFor(path.join(folder, 'data'));
  const options = readImportOptions(owner);
  const pages = cases.map(({ capture }) => Buffer.from(capture.body).toString('utf8'));
  const file = path.join(folder, 'page.html');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pages), mutations, async (page, changes) => {
      writeFileSync(file, mutatedPage(page, changes));
      await assertCountsAddUp(settings, file, options);
    }),
    { numRuns: 5 * runs, seed: 20_261_130 },
  );
});

/** Imports a file, of which nothing is kept: it is refused as a whole with what to do about it, or every row of it is accounted for. */
async function assertCountsAddUp(settings: Settings, file: string, options: ImportOptions): Promise<void> {
  const found = await importFiles(settings, [file], { ...options, dryRun: true }).catch((error) => {
    expect(error).toBeInstanceOf(InputError);
    expect(error.hint).toMatch(/\w/);
  });
  for (const each of found ? [found, ...found.files] : [])
    expect(each.stored + each.duplicates + each.rejected).toBe(each.read);
  for (const { rules, rejected } of found?.files ?? [])
    expect(Object.values(rules).reduce((sum, count) => sum + count, 0)).toBe(rejected);
}

test('every kind of table has its sample', () => {
  const tables = [...tableKinds.map(({ id }) => id), personalData.id];
  expect(tables.filter((kind) => !Object.hasOwn(samples, kind))).toEqual([]);
});
