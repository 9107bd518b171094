import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { Capture, CaptureKind } from '../../lib/schema/capture.ts';
import { tables } from '../../lib/schema/index.ts';
import { captureOf } from './cases.ts';

/** Pages that others recorded, against what docs/surfaces.md and the recorders' own tools say of them. */

const pages = path.resolve(import.meta.dirname, '../../../shared/real/pages');
const has = existsSync(pages);
/** Files that a test has looked at: at the end every file of the folder must be among them. */
const seen = new Set<string>();

function bytesOf(file: string): Buffer {
  seen.add(file);
  return readFileSync(path.join(pages, file));
}

function read(kind: CaptureKind, subject: string, file: string) {
  const capture: Capture = {
    capture_id: 'recorded',
    kind,
    subject,
    url: '',
    final_url: '',
    observed_at: '2026-09-22T15:00:00Z',
    status: 200,
    content_type: '',
    simulated: false,
    body: bytesOf(file),
  };
  const cleaned = cleanCapture(capture);
  for (const { table, row } of cleaned.drafts) tables[table].row.parse(row);
  return { ...cleaned, rows: cleaned.drafts.map((draft) => draft.row as Record<string, unknown>) };
}

function metrics(folder: string): Record<string, string>[] {
  const text = bytesOf(`${folder}/sample_output.metrics.csv`).toString('utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

describe.skipIf(!has)('recorded pages (needs ../shared/real)', () => {
  test('an account with likes beyond 2^31', () => {
    const { rows, outcome } = read(
      'account-page',
      'khaby.lame',
      '2scraper-profile/webapp.user-detail/khaby_lame.json',
    );
    expect(outcome).toBe('ok');
    expect(rows[0]).toMatchObject({
      account_id: '127905465618821121',
      followers: 162_986_107,
      following: 81,
      likes: 2_680_875_280,
      posts: 1353,
      followers_step: 1,
      likes_step: 1,
      likes_wrapped: null,
      rounding: 'exact',
      source: 'web_profile_v2',
    });
    expect(rows[1]).toMatchObject({
      verified: true,
      private: false,
      region: null,
      created_at: '2016-08-10T22:02:34Z',
    });
  });

  test('the same account without statsV2: the wrapped counter gives the exact likes', () => {
    const page = JSON.parse(bytesOf('2scraper-profile/webapp.user-detail/khaby_lame.json').toString('utf8'));
    delete page.__DEFAULT_SCOPE__['webapp.user-detail'].userInfo.statsV2;
    const [draft] = cleanCapture({
      capture_id: 'x',
      kind: 'account-page',
      subject: 'khaby.lame',
      url: '',
      final_url: '',
      observed_at: '2026-09-22T15:00:00Z',
      status: 200,
      content_type: '',
      simulated: false,
      body: new TextEncoder().encode(JSON.stringify(page)),
    }).drafts;
    expect(draft?.row).toMatchObject({
      followers: 163_000_000,
      followers_step: 100_000,
      likes: 2_680_875_280,
      likes_step: 1,
      rounding: 'nearest',
      source: 'web_profile_v1',
    });
  });

  test('both accounts agree with what their recorder printed minutes away', () => {
    const printed = metrics('2scraper-profile');
    for (const [handle, file] of [
      ['nasa', 'nasa.json'],
      ['khaby.lame', 'khaby_lame.json'],
    ] as const) {
      const { rows } = read('account-page', handle, `2scraper-profile/webapp.user-detail/${file}`);
      const other = printed.find((row) => row['username'] === handle);
      expect(rows[0]).toMatchObject({
        account_id: other?.['user_id'],
        following: Number(other?.['following_count']),
        posts: Number(other?.['video_count']),
      });
      // Followers and likes moved between the two readings, by far less than a rounding step.
      for (const [mine, theirs] of [
        ['followers', 'follower_count'],
        ['likes', 'likes_count'],
      ] as const)
        expect(Math.abs(Number(rows[0]?.[mine]) / Number(other?.[theirs]) - 1)).toBeLessThan(0.001);
      expect(String(rows[1]?.['created_at']).slice(0, 19)).toBe(other?.['created_at']?.slice(0, 19));
    }
  });

  test.each(['user-detail.cutie_street.2025-04.json', 'user-detail.cutie_street.2025-04.rewrapped.html'])(
    'a page without statsV2: %s',
    (file) => {
      const { rows, source } = read('account-page', 'cutie_street', `dai921/${file}`);
      expect(source).toBe('web_profile_v1');
      expect(rows[0]).toMatchObject({
        account_id: '7174725989146313730',
        followers: 550_000,
        followers_step: 100,
        following: 8,
        following_step: 1,
        likes: 56_900_000,
        likes_step: 100_000,
        posts: 1139,
        rounding: 'nearest',
      });
      expect(rows[1]).toMatchObject({
        region: 'JP',
        link: 'https://cutiestreet.asobisystem.com',
        verified: false,
      });
    },
  );

  test('a banned account', () => {
    const file = '2scraper-profile/webapp.user-detail/unavailable_10221_user_banned.json';
    expect(read('account-page', 'whoever', file)).toMatchObject({
      outcome: 'banned',
      status: 'banned',
      drafts: [],
    });
  });

  test('a video, as its recorder printed it', () => {
    const { rows } = read(
      'post-page',
      '7665075736742530317',
      '2scraper-video/webapp.video-detail/plain_video.json',
    );
    const printed = metrics('2scraper-video').find((row) => row['video_id'] === '7665075736742530317');
    expect(rows[0]).toMatchObject({
      views: Number(printed?.['play_count']),
      likes: Number(printed?.['digg_count']),
      comments: Number(printed?.['comment_count']),
      shares: Number(printed?.['share_count']),
      saves: Number(printed?.['collect_count']),
      views_step: 100_000,
      likes_step: 100,
      comments_step: 1,
      rounding: 'nearest',
    });
    // createTime 1784664542
    expect(rows[1]).toMatchObject({
      account_id: '7664638705177150477',
      kind: 'video',
      duration_s: 25,
      sound_id: '7665075815390645006',
      created_at: '2026-07-21T20:09:02Z',
      created_from: 'source',
      hashtags: [],
      ad: false,
      pinned: null,
    });
  });

  test('a photo post', () => {
    const { rows } = read(
      'post-page',
      '7681723633164717325',
      '2scraper-video/webapp.video-detail/photo_post.json',
    );
    expect(rows[0]).toMatchObject({ views: 254_100, likes: 13_200, comments: 264, shares: 385, saves: 940 });
    expect(rows[1]).toMatchObject({ kind: 'photo', duration_s: null });
  });

  test('a post that is gone', () => {
    const file = '2scraper-video/webapp.video-detail/missing_10204.json';
    expect(read('post-page', '1', file)).toMatchObject({
      outcome: 'not_found',
      status: 'not_found',
      drafts: [],
    });
  });

  test.each([
    'video-detail.7493099446142520594.2025-04.json',
    'video-detail.7493099446142520594.2025-04.rewrapped.html',
  ])('a post with hashtags: %s', (file) => {
    const { rows } = read('post-page', '7493099446142520594', `dai921/${file}`);
    expect(rows[0]).toMatchObject({ views: 34_000, views_step: 100, likes: 5543, likes_step: 1, saves: 455 });
    expect(rows[1]).toMatchObject({
      hashtags: ['きゅーすと', 'アイドル', 'kawaii', '解'],
      created_at: '2025-04-14T09:32:51Z',
      sound_id: '7429043768786913296',
      duration_s: 62,
    });
  });

  test('a creator embed agrees with the posts’ own pages, read minutes later', () => {
    const { listed, rows, account_id } = read(
      'creator-embed',
      'nasa',
      '2scraper-video/embed/embed-@nasa.first8.json',
    );
    expect(account_id).toBe('7664638705177150477');
    expect(listed).toHaveLength(8);
    expect(listed[0]).toEqual({ post_id: '7665075736742530317', handle: 'nasa' });
    for (const printed of metrics('2scraper-video')) {
      const row = rows.find((one) => one['post_id'] === printed['video_id']);
      expect(row?.['views_step']).toBe(Number(row?.['views']) >= 1_000_000 ? 100_000 : 100);
      const grown = Number(printed['play_count']) / Number(row?.['views']);
      expect(grown).toBeGreaterThanOrEqual(1);
      expect(grown).toBeLessThan(1.002);
    }
  });

  test('the challenge page', () => {
    const file = '2scraper-block/slardar-waf-challenge.2026-09-22.reconstructed.html';
    expect(read('account-page', 'nasa', file)).toMatchObject({
      outcome: 'blocked',
      status: null,
      drafts: [],
    });
  });

  test('an oEmbed answer', () => {
    const file = 'automaton/oembed.7336007528070958382.partial.json';
    expect(read('oembed', '7336007528070958382', file)).toMatchObject({ outcome: 'ok', drafts: [] });
  });

  test.each(['user-detail.cutie_street.2025-04.json', 'user-detail.cutie_street.2025-04.rewrapped.html'])(
    'the sentence with which an account is shared states what its rounded counters do: %s',
    (file) => {
      const text = bytesOf(`dai921/${file}`).toString('utf8');
      // Without its counters the scope is read from its own sentence.
      const bare = text.replace(/"stats"\s*:\s*\{[^{}]*\}/, '"stats":{}');
      expect(bare).not.toBe(text);
      const { drafts, source } = cleanCapture(captureOf({ kind: 'account-page', body: Buffer.from(bare) }));
      expect(source).toBe('web_profile_meta');
      expect(drafts[0]?.row).toMatchObject({
        account_id: '7174725989146313730',
        followers: 550_000,
        followers_step: 100,
        following: 8,
        following_step: 1,
        likes: 56_900_000,
        likes_step: 100_000,
        posts: null,
        rounding: 'nearest',
      });
    },
  );

  test('the sentence in English', () => {
    const { drafts } = cleanCapture(
      captureOf({
        kind: 'account-page',
        subject: 'nasa',
        body: Buffer.from(
          bytesOf('2scraper-profile/webapp.user-detail/nasa.json')
            .toString('utf8')
            .replace(/"stats(?:V2)?"\s*:\s*\{[^{}]*\}/g, '"x":{}'),
        ),
      }),
    );
    expect(drafts[0]?.row).toMatchObject({
      followers: 1_800_000,
      followers_step: 100_000,
      following: 23,
      likes: 9_400_000,
      source: 'web_profile_meta',
    });
  });

  // Last: it looks at what the others have read.
  test('no recorded page was left out', () => {
    const files = readdirSync(pages, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(pages, path.join(entry.parentPath, entry.name)));
    expect(files.filter((file) => !seen.has(file))).toEqual([]);
  });
});
