import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasRecordings, printed, read, recordings } from './recordings.ts';

/** Pages that others recorded, against what docs/surfaces.md and the recorders' own tools say of them. */

describe.skipIf(!hasRecordings)('recorded pages (needs ../shared/real)', () => {
  test('a video, as its recorder printed it', () => {
    const { rows } = read(
      'post-page',
      '7665075736742530317',
      '2scraper-video/webapp.video-detail/plain_video.json',
    );
    const row = printed('2scraper-video').find((row) => row['video_id'] === '7665075736742530317');
    expect(rows[0]).toMatchObject({
      views: Number(row?.['play_count']),
      likes: Number(row?.['digg_count']),
      comments: Number(row?.['comment_count']),
      shares: Number(row?.['share_count']),
      saves: Number(row?.['collect_count']),
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
    for (const other of printed('2scraper-video')) {
      const row = rows.find((one) => one['post_id'] === other['video_id']);
      expect(row?.['views_step']).toBe(Number(row?.['views']) >= 1_000_000 ? 100_000 : 100);
      const grown = Number(other['play_count']) / Number(row?.['views']);
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

  test('every recorded file has a test that expects something of it', () => {
    const tests = readdirSync(import.meta.dirname)
      .filter((file) => file.startsWith('record'))
      .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
      .join('\n');
    const files = readdirSync(recordings, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(files.map(({ name }) => name).filter((name) => !tests.includes(name))).toEqual([]);
  });
});
