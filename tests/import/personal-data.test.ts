import { describe, expect, test } from 'vitest';
import { hasReal, realFolder } from '../proof/real-files.ts';
import { importFile, importText, rowsOf } from './import-text.ts';

const secrets = {
  Comment: { Comments: { CommentsList: [{ date: '2026-01-31 12:34:56', comment: 'SECRET-comment' }] } },
  'Direct Message': {
    'Direct Messages': {
      ChatHistory: {
        'Chat History with SECRET-friend:': [{ From: 'SECRET-me', Content: 'SECRET "]}{[ words' }],
      },
    },
  },
};
const posts = [
  {
    Date: '2026-01-31 12:34:56',
    Link: 'https://video.example/SECRET-link',
    Likes: '1200',
    WhoCanView: 'Everyone',
    AIGeneratedContent: 'Yes',
    Sound: 'original sound',
    Location: 'SECRET-place',
    Title: 'N/A',
  },
  {
    Date: '2026-01-31 12:34:56',
    Likes: '0',
    WhoCanView: 'Friends',
    AIGeneratedContent: '',
    Sound: 'None',
    Title: 'Two',
  },
  { date: '2026-01-30 00:00:01 UTC', likes: 7, Title: '' },
];
const followers = [
  { Date: '2026-01-30 23:59:59', UserName: 'SECRET-one' },
  { date: '2026-01-30 00:00:00', userName: 'SECRET-two' },
  { Date: '2026-01-29 12:00:00', UserName: 'SECRET-three' },
];
const profile = {
  userName: 'Owner_1',
  emailAddress: 'SECRET@mail.example',
  telephoneNumber: 'SECRET-phone',
  followerCount: 5012,
  followingCount: '35',
  likesReceived: '16443',
};

/** The three parts as files of three eras hold them. */
const eras = {
  'until early 2025': {
    Activity: {
      'Follower List': { FansList: followers },
      'Login History': { LoginHistoryList: [{ IP: 'SECRET-ip' }] },
    },
    ...secrets,
    Profile: { 'Profile Information': { ProfileMap: profile } },
    Video: { Videos: { VideoList: posts } },
  },
  2025: {
    ...secrets,
    Post: { Posts: { VideoList: posts } },
    Profile: { 'Profile Info': { ProfileMap: profile } },
    'Your Activity': {
      Follower: { FansList: followers },
      'Watch History': { VideoList: [{ Link: 'SECRET-watched' }] },
    },
  },
  2026: {
    ...secrets,
    Post: {
      Posts: { VideoList: posts },
      'Recently Deleted Posts': { PostList: [{ Title: 'SECRET-deleted' }] },
    },
    'Profile And Settings': {
      Autofill: { PhoneNumber: 'SECRET-number' },
      'Profile Info': { App: 1, ProfileMap: profile },
      Follower: { App: 1, FansList: followers },
      Following: { Following: [{ Date: '2026-01-29 12:00:00', UserName: 'SECRET-followed' }] },
    },
    'Your Activity': {
      'Watch History': { VideoList: [{ Date: '2026-01-29 12:00:00', Link: 'SECRET-watched' }] },
    },
  },
};

const download = (value: unknown, space?: number) => JSON.stringify(value, null, space);

describe('"Download your data"', () => {
  test.each(Object.entries(eras))(
    'of %s: posts, profile, joins by day, and nothing else',
    async (_era, data) => {
      for (const space of [1, undefined]) {
        const imported = await importText(
          download(data, space),
          { at: '2026-02-01' },
          'user_data_tiktok.json',
        );
        expect(imported.kind).toBe('download-your-data');
        expect(imported.refused).toEqual([]);
        const common = {
          account_id: 'handle:owner_1',
          observed_at: '2026-02-01T12:00:00Z',
          source: 'user_data',
        };
        expect(rowsOf(imported, 'account')).toMatchObject([
          {
            ...common,
            handle: 'owner_1',
            followers: 5012,
            following: 35,
            likes: 16_443,
            rounding: 'exact',
            time_precision: 'day',
          },
        ]);
        expect(rowsOf(imported, 'owner_post')).toEqual([
          {
            ...common,
            created_at: '2026-01-31T12:34:56Z',
            ordinal: 1,
            likes: 1200,
            title: null,
            sound: 'original sound',
            visibility: 'Everyone',
            ai_generated: true,
            capture_id: expect.any(String),
          },
          expect.objectContaining({ ordinal: 2, likes: 0, title: 'Two', sound: null, ai_generated: null }),
          expect.objectContaining({
            created_at: '2026-01-30T00:00:01Z',
            ordinal: 1,
            likes: 7,
            visibility: null,
          }),
        ]);
        expect(rowsOf(imported, 'owner_follower_joins')).toEqual([
          { ...common, day: '2026-01-29', followers: 1, capture_id: expect.any(String) },
          { ...common, day: '2026-01-30', followers: 2, capture_id: expect.any(String) },
        ]);
        expect(imported.rows).toHaveLength(1 + 3 + 2);
        expect(JSON.stringify(imported)).not.toMatch(/SECRET/);
      }
    },
  );

  test('what is empty in any way is not there', async () => {
    const data = {
      ...secrets,
      Post: { Posts: { VideoList: null } },
      'Profile And Settings': {
        'Profile Info': {
          ProfileMap: { userName: 'o', followerCount: 'N/A', followingCount: '', likesReceived: 'None' },
        },
        Follower: { FansList: [] },
      },
    };
    const imported = await importText(download(data), { at: '2026-02-01' });
    expect(imported.refused).toEqual(['1 not_observed']);
    expect(imported.drafts).toEqual([]);
  });

  test('entries that cannot be are refused, and no name stands in the refusals', async () => {
    const data = {
      ...secrets,
      Post: {
        Posts: {
          VideoList: [
            { Date: '0000-00-00 00:00:00', Likes: '1', Link: 'SECRET' },
            { Date: '2026-01-30 10:00:00', Likes: '1.2K' },
            5,
          ],
        },
      },
      Profile: {
        'Profile Info': { ProfileMap: { userName: 'o', followerCount: -4 } },
        Follower: {
          FansList: [
            { UserName: 'SECRET' },
            { Date: '1970-01-01 00:00:00', UserName: 'SECRET' },
            { Date: '2026-03-09 00:00:00' },
            'SECRET',
          ],
        },
      },
    };
    const imported = await importText(download(data), { at: '2026-02-01' });
    expect(imported.refused.map((line) => line.split(' ')[1])).toEqual([
      'negative_count',
      'impossible_date',
      'not_a_count',
      'impossible_date',
      'date_out_of_range',
      'impossible_date',
    ]);
    expect(imported.drafts).toEqual([]);
    expect(JSON.stringify(imported)).not.toMatch(/SECRET/);
  });

  test('day and account are told by name, file or person, or asked for', async () => {
    const data = download(eras[2026]);
    // 1772236800 is 2026-02-28T00:00:00Z.
    expect((await importText(data, {}, 'TikTok_Data_1772236800.zip')).drafts[0]?.row).toMatchObject({
      observed_at: '2026-02-28T00:00:00Z',
      time_precision: 'instant',
    });
    await expect(importText(data, {}, 'user_data.json')).rejects.toMatchObject({ code: 'instant_needed' });
    const at = { at: '2026-02-01' };
    await expect(importText(data, { ...at, account: '@other' })).rejects.toMatchObject({
      code: 'account_mismatch',
    });
    expect((await importText(data, { ...at, account: '@owner_1:107955' })).drafts[0]?.row).toMatchObject({
      account_id: '107955',
      handle: 'owner_1',
    });
    const nobody = download({ ...secrets, Post: { Posts: { VideoList: posts } } });
    await expect(importText(nobody, at)).rejects.toMatchObject({ code: 'account_needed' });
    expect((await importText(nobody, { ...at, account: '@me' })).drafts[0]?.row).toMatchObject({
      account_id: 'handle:me',
    });
  });

  test('is recognised by its name where it begins with a section that is not known', async () => {
    const text = download({ 'A new section': { secret: 1 }, ...eras[2026] });
    const imported = await importText(text, { at: '2026-02-01' }, 'user_data_tiktok (1).json');
    expect(imported.kind).toBe('download-your-data');
  });

  test('no error quotes what is in it', async () => {
    const at = { at: '2026-02-01' };
    const failures = [
      () => importText(download(secrets), at),
      () => importText(download(eras[2026]).slice(0, -40), at),
      () => importText(`{"Comment":{"SECRET": ["SECRET"]},"Post":{"Posts":{"VideoList":[{SECRET}]}}}`, at),
      () => importText(download(eras[2026]), { ...at, as: 'post-table' }),
    ];
    const codes = [];
    for (const failure of failures) {
      const error = await failure().catch((thrown) => thrown);
      codes.push(error.code);
      expect(`${error.message} ${error.hint} ${error.stack} ${error.cause}`).not.toMatch(/SECRET/);
    }
    expect(codes).toEqual(['no_rows', 'bad_json', 'bad_json', 'unsupported_kind']);
  });

  test.skipIf(!hasReal)(
    'the recorded skeleton: one post, one profile, one day (needs ../shared/real)',
    async () => {
      const file = `${realFolder}/studio-export-csv/user_data_tiktok.SKELETON-2026-02.synthetic-values.json`;
      const imported = await importFile(file, { at: '2026-02-28' });
      expect(imported.drafts.map(({ table }) => table)).toEqual([
        'account',
        'owner_post',
        'owner_follower_joins',
      ]);
      expect(rowsOf(imported, 'account')[0]).toMatchObject({
        followers: 5012,
        following: 3552,
        likes: 16_443,
      });
    },
  );
});
