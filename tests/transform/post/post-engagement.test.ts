import { expect, test } from 'vitest';
import { postEngagementMethod } from '../../../lib/transform/post/post-engagement.ts';
import { accountRow } from '../rows.ts';
import { derive, hoursOn, postWith } from './ledger.ts';

const all = { views: 2000, likes: 100, comments: 20, shares: 10, saves: 30 };
const exact = { views_step: 1, likes_step: 1, comments_step: 1, shares_step: 1, saves_step: 1 };
const only = (...args: Parameters<typeof derive>) => derive(...args).post_engagement[0];

test('counters of the latest full observation, and every rate of them', () => {
  const row = only(
    [
      postWith('11', 24, [
        [160, { ...all, views: 1000, ...exact }],
        [200, { ...all, ...exact }],
        // Later, but without saves.
        [220, { ...all, views: 2500, saves: null, ...exact }],
      ]),
    ],
    400,
    // A line from 700 at hour 12 to 900 at hour 36: 800 at publication.
    {
      followers: [
        [12, 700],
        [36, 900],
      ],
    },
  );
  expect(row).toMatchObject({
    post_id: '11',
    day: '2026-11-02',
    created_at: hoursOn(24),
    created_from: 'source',
    status: 'ok',
    age_h: 200,
    views: 2000,
    engagements: 160,
    engagements_low: 160,
    engagements_high: 160,
    engagements3: 130,
    followers: 800,
    // 8 of 40 hours from 1,000 to 2,000: 1001^0.8 · 2001^0.2 − 1 = 1148.8.
    views_7d: 1149,
    er_view: 0.08,
    er_view_low: 0.08,
    er3_view: 0.065,
    er_follower: 0.2,
    like_rate: 0.05,
    comment_rate: 0.01,
    share_rate: 0.005,
    save_rate: 0.015,
    views_per_follower: 1149 / 800,
    er_view_reason: null,
    er_follower_reason: null,
    views_per_follower_reason: null,
    inputs: ['observed', 'interpolated'],
    method: 'post-engagement@1',
    as_of: hoursOn(224),
  });
});

test('what is not known is empty and says why', () => {
  const noSaves = { ...all, saves: null };
  expect(only([postWith('11', 0, [[10, noSaves]])], 20)).toMatchObject({
    engagements: null,
    engagements3: 130,
    er_view: null,
    er3_view: 0.065,
    er_view_reason: 'saves are not known',
    er_follower_reason: 'the account’s followers were never observed',
    views_per_follower: null,
  });
  expect(only([postWith('11', 0, [[10, { ...all, views: 0 }]])], 20, { followers: [[0, 0]] })).toMatchObject({
    er_view: null,
    er_view_low: null,
    er_view_reason: 'it has no views',
    er_follower: null,
    er_follower_reason: 'the account had no followers',
    views_per_follower_reason: 'it is not 7 days old yet',
  });
  const undated = postWith('11', 0, [[10, all]], { created_at: null, created_from: null });
  expect(only([undated], 20, { followers: [[0, 5]] })).toMatchObject({
    day: '2026-11-01',
    created_at: null,
    age_h: null,
    er_view: 0.08,
    er_follower_reason: 'its time of publication is not known',
  });
  expect(derive([postWith('11', 0, [])], 20).post_engagement).toEqual([]);
});

test('followers are those at publication, between observations at most 48 hours apart', () => {
  const reason = (followers: readonly (readonly [number, number])[]) =>
    only([postWith('11', 50, [[10, all]])], 200, { followers })?.er_follower_reason;
  expect(
    reason([
      [20, 700],
      [68, 900],
    ]),
  ).toBeNull();
  expect(
    reason([
      [20, 700],
      [69, 900],
    ]),
  ).toBe('its publication lies in a gap between observations of the account’s followers');
  expect(reason([[51, 700]])).toBe('the account’s followers were not yet observed when it was published');
  expect(reason([[49, 700]])).toBe('the account’s followers were not observed after it was published');
  expect(reason([[50, 700]])).toBeNull();
});

test('rounded counts: [E_low / V_high, E_high / V_low]', () => {
  const rounded = {
    views: 12_300,
    likes: 1000,
    comments: 0,
    shares: 0,
    saves: 0,
    ...exact,
    views_step: 100,
    rounding: 'nearest' as const,
  };
  const account = [
    accountRow({ observed_at: hoursOn(0), followers: 1200, followers_step: 100, rounding: 'nearest' }),
  ];
  const row = only([postWith('11', 0, [[10, rounded]])], 20, { account });
  expect(row?.er_view_low).toBeCloseTo(1000 / 12_349, 12);
  expect(row?.er_view_high).toBeCloseTo(1000 / 12_250, 12);
  // 1,200 followers to the nearest hundred: 1,150 to 1,249.
  expect(row?.er_follower_low).toBeCloseTo(1000 / 1249, 12);
  expect(row?.er_follower_high).toBeCloseTo(1000 / 1150, 12);
  expect(row?.inputs).toEqual(['observed', 'rounded']);
});

test('the worked example', () => {
  expect(postEngagementMethod.example().result).toBe(
    'er_view 8.5%, er3_view 8.1%, er_follower 12.8%, like_rate 7.5%.',
  );
});
