import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { PostWatch } from '../../lib/validate/posts.ts';
import { postRow } from '../helpers/ledger.ts';
import { told } from './tracks.ts';

const same = (accountId: string) => accountId;
const twoLooks = (first: Partial<Row<'post'>>, second: Partial<Row<'post'>>) => {
  const posts = new PostWatch();
  posts.take([postRow({ observed_at: '2026-11-22T03:00:00Z', ...first })]);
  posts.take([postRow({ observed_at: '2026-11-23T03:00:00Z', ...second })]);
  return posts.findings(same);
};
const post = 'post 7300000000000000001';

describe('views', () => {
  test('that fell by more than half a percent are a warning', () => {
    const found = twoLooks({ views: 10_000 }, { views: 9_949 });
    expect(found).toMatchObject([
      { rule: 'views_fell', severity: 'warning', subject: post, account_id: '107955', counter: 'views' },
    ]);
    expect(found[0]?.message).toBe(
      'Views fell from 10,000 to 9,949 (−0.51%) between 2026-11-22T03:00:00Z and 2026-11-23T03:00:00Z (source import).',
    );
  });

  test('that fell less, or by one rounding step, are counted', () => {
    expect(told(twoLooks({ views: 10_000 }, { views: 9_950 }))).toEqual(['small_falls post views']);
    const step = { views_step: 100_000 };
    expect(told(twoLooks({ views: 1_300_000, ...step }, { views: 1_200_000, ...step }))).toEqual([
      'small_falls post views',
    ]);
    expect(told(twoLooks({ views: 1_300_000, ...step }, { views: 1_100_000, ...step }))).toEqual([
      `views_fell ${post}`,
    ]);
  });

  test('of another source that does not say how it rounds are counted, too', () => {
    const other = { views: 12_345, source: 'web', views_step: 1 };
    expect(told(twoLooks(other, { views: 12_000, views_step: null }))).toEqual(['small_falls post views']);
  });
});

describe('likes, shares and saves', () => {
  test.each(['likes', 'shares', 'saves'] as const)('%s that fell by a twentieth and 100', (counter) => {
    expect(told(twoLooks({ [counter]: 2_000 }, { [counter]: 1_900 }))).toEqual([`engagement_fell ${post}`]);
    expect(told(twoLooks({ [counter]: 2_001 }, { [counter]: 1_901 }))).toEqual([
      `small_falls post ${counter}`,
    ]);
    expect(told(twoLooks({ [counter]: 1_000 }, { [counter]: 901 }))).toEqual([`small_falls post ${counter}`]);
  });

  test('comments may be deleted or switched off', () => {
    const found = twoLooks({ comments: 5_000 }, { comments: 0 });
    expect(told(found)).toEqual(['small_falls post comments']);
    expect(found[0]?.message).toBe(
      'Comments fell a little between two looks 1 time in 1, by 5,000 at most (post 7300000000000000001, to 0 on 23 November 2026).',
    );
  });

  test('what rose, stood still or was not observed is nothing', () => {
    expect(twoLooks({ likes: 5, views: 10 }, { likes: 5, views: 11 })).toEqual([]);
    expect(twoLooks({ likes: 5 }, { likes: null })).toEqual([]);
  });
});

describe('a post under two accounts', () => {
  test('is told, unless they turn out to be one', () => {
    const posts = new PostWatch();
    posts.take([postRow({ account_id: 'handle:nasa' })]);
    posts.take([postRow({ account_id: '7', observed_at: '2026-11-23T03:00:00Z' })]);
    expect(posts.findings(same)).toMatchObject([
      {
        rule: 'post_moved',
        subject: post,
        message: 'It is stored under the accounts handle:nasa and 7.',
        account_id: '7',
      },
    ]);
    expect(posts.findings(() => '7')).toEqual([]);
  });
});

describe('the date of a post beside its id', () => {
  // The upper 32 bits of an id are the second in which the upload began: 7.3 · 10^18 >> 32 is 1699663698, that is
  // 2023-11-11T00:48:18Z.
  const dated = (created_at: string | null, rest: Partial<Row<'post_info'>> = {}) => {
    const posts = new PostWatch();
    posts.takeInfos([
      {
        ...{
          post_id: '7300000000000000000',
          observed_at: '2026-11-22T03:00:00Z',
          account_id: '1',
          created_at,
        },
        ...{ created_from: 'source', text: null, kind: null, duration_s: null, sound_id: null, hashtags: [] },
        ...{ pinned: null, ad: null, status: 'ok', source: 'import', capture_id: 'file-1' },
        ...rest,
      },
    ]);
    return posts.findings(same);
  };

  test('may be a month later, as scheduled posts are', () => {
    expect(dated('2023-12-12T00:00:00Z')).toEqual([]);
    expect(dated('2023-12-12T01:00:00Z')).toMatchObject([
      { rule: 'id_date_differs', severity: 'warning', subject: 'capture file-1' },
    ]);
  });

  test('may not be earlier, but for a date without a time', () => {
    expect(dated('2023-11-10T12:00:00Z')).toEqual([]);
    expect(dated('2023-11-10T00:00:00Z')[0]?.message).toBe(
      '1 post has a date that the id contradicts; the first, post 7300000000000000000, is said to be of 10 November 2023, and its id was made on 11 November 2023.',
    );
  });

  test('is not judged where it was read from the id, is not known, or the id is older than the scheme', () => {
    expect(dated('2024-11-12T03:00:00Z', { created_from: 'id' })).toEqual([]);
    expect(dated(null)).toEqual([]);
    expect(dated('2017-06-07T19:20:48Z', { post_id: '237064298542501888' })).toEqual([]);
  });
});
