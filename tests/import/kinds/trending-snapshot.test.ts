import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const at = '2021-03-28T05:00:00Z';
const snapshot = {
  user: [
    {
      userId: '7100000000000000001',
      secUserId: 'MS4wLjABAAAAinvented',
      id: '@clay.workshop',
      name: 'Clay Workshop',
      bio: 'Pots, mostly.',
      verified: true,
      avatar: { jpeg: { small: 'https://p16.example/a.jpeg?x-signature=secret' } },
      stats: { followers: 22_100_000, likes: 325_100_000 },
    },
  ],
  hashtag: [
    { challengeId: '4212', description: 'Of clay.', name: '#Ceramics', stats: { views: 10_100_000 } },
  ],
  music: [
    {
      musicId: '6997999797663714054',
      musicInfo: { author: 'Band', title: 'Invented Tune', playUrl: 'https://sf16.example/secret' },
      stats: { posts: 10_000_000 },
    },
  ],
};

describe('a snapshot of trends', () => {
  test('fills accounts, hashtags and sounds; nothing is said of how they were rounded', async () => {
    const got = await importText(JSON.stringify(snapshot, null, 2), { at }, 'www.json');
    expect(got).toMatchObject({ kind: 'trending-snapshot', refused: [] });
    const common = { observed_at: at, time_precision: 'instant', source: 'import' };
    expect(got.drafts).toEqual([
      {
        table: 'account',
        row: expect.objectContaining({
          ...common,
          account_id: '7100000000000000001',
          handle: 'clay.workshop',
          followers: 22_100_000,
          likes: 325_100_000,
          posts: null,
          followers_step: null,
          rounding: 'unknown',
        }),
      },
      {
        table: 'account_info',
        row: expect.objectContaining({
          name: 'Clay Workshop',
          verified: true,
          sec_uid: 'MS4wLjABAAAAinvented',
        }),
      },
      {
        table: 'hashtag',
        row: expect.objectContaining({
          ...common,
          id: '4212',
          name: 'ceramics',
          views: 10_100_000,
          posts: null,
        }),
      },
      {
        table: 'sound',
        row: expect.objectContaining({
          ...common,
          id: '6997999797663714054',
          name: 'Invented Tune',
          views: null,
          posts: 10_000_000,
        }),
      },
    ]);
    expect(JSON.stringify(got.rows)).not.toContain('secret');
  });

  test('needs its instant; a record that names nothing is refused by itself', async () => {
    await expect(importText(JSON.stringify(snapshot), {}, 'www.json')).rejects.toMatchObject({
      code: 'instant_needed',
    });
    const odd = {
      user: [...snapshot.user, { stats: { followers: 1 } }, { userId: '7', id: 'x', stats: {} }],
    };
    const got = await importText(JSON.stringify(odd), { at }, 'www.json');
    expect(rowsOf(got, 'account')).toHaveLength(1);
    expect(got.refused).toEqual(['1 bad_id', '1 not_observed']);
  });

  const real = path.resolve(import.meta.dirname, '../../../../shared/real/series-celebrities/snapshots');
  test.skipIf(!existsSync(real))('the recorded ones, record by record (needs ../shared/real)', async () => {
    for (const file of readdirSync(real).filter((name) => name.endsWith('.json'))) {
      const raw = JSON.parse(readFileSync(path.join(real, file), 'utf8')) as Record<
        'user' | 'hashtag' | 'music',
        { userId?: string; stats: Record<string, number> }[]
      >;
      const got = await importFile(path.join(real, file), { at });
      expect(got.refused, file).toEqual([]);
      expect(
        rowsOf(got, 'account').map((row) => [row['account_id'], row['followers'], row['likes']]),
      ).toEqual(raw.user.map(({ userId, stats }) => [userId, stats['followers'], stats['likes']]));
      expect(rowsOf(got, 'hashtag').map((row) => row['views'])).toEqual(
        raw.hashtag.map(({ stats }) => stats['views']),
      );
      expect(rowsOf(got, 'sound').map((row) => row['posts'])).toEqual(
        raw.music.map(({ stats }) => stats['posts']),
      );
    }
  });
});
