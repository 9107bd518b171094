import { describe, expect, test } from 'vitest';
import { change } from '../../lib/schema/derived-events.ts';
import { derive } from './account-tables.ts';
import { accountRow, infoRow } from './rows.ts';

const at = (day: number) => `2026-02-0${day}T18:00:00Z`;

describe('table change', () => {
  test('states of an account, by what differs from the last that was known', () => {
    const rows = derive('change', {
      account: [accountRow({ observed_at: at(1), followers: 10 })],
      accountInfo: [
        infoRow({ observed_at: at(1), status: 'ok', private: false, verified: false }),
        infoRow({ observed_at: at(2), status: 'ok', private: true, verified: null }),
        infoRow({ observed_at: at(3), status: 'login_required' }),
        infoRow({ observed_at: at(4), status: 'ok', private: false, verified: true }),
        infoRow({ observed_at: at(5), handle: 'anna', status: 'ok', private: false, verified: true }),
        infoRow({ observed_at: at(6), handle: 'anna', status: 'not_found' }),
        infoRow({ observed_at: at(8), handle: 'anna', status: 'ok', private: false }),
      ],
    });
    expect(rows.map((row) => [row.day.slice(8), row.kind, row.sentence])).toEqual([
      ['01', 'new', '@ann is observed for the first time.'],
      ['02', 'private', '@ann is private.'],
      ['04', 'public_again', '@ann is public again.'],
      ['04', 'verified', '@ann is verified.'],
      ['05', 'renamed', '@ann is called @anna now.'],
      ['06', 'gone', '@anna cannot be found any more.'],
      ['08', 'back', '@anna is back.'],
    ]);
    expect(rows[4]).toEqual({
      account_id: '1',
      day: '2026-02-05',
      kind: 'renamed',
      subject: 'account',
      handle: 'anna',
      before: '@ann',
      after: '@anna',
      size: null,
      sentence: '@ann is called @anna now.',
      known_at: at(5),
      n: 1,
      inputs: ['observed'],
      method: 'change@1',
      as_of: '2026-02-10T12:00:00Z',
    });
    for (const row of rows) expect(change.row.parse(row)).toEqual(row);
  });

  test('milestones and removed posts, and nothing for an account without anything', () => {
    const rows = derive('change', {
      account: [
        accountRow({ observed_at: at(1), followers: 990, posts: 30 }),
        accountRow({ observed_at: at(2), followers: 1010, posts: 28 }),
      ],
    });
    expect(rows.slice(1).map((row) => [row.kind, row.subject, row.sentence, row.known_at])).toEqual([
      ['crossed', 'followers-1000', '@ann passed 1,000 followers.', at(2)],
      ['posts_removed', 'posts', '@ann has 2 posts fewer than the day before.', at(2)],
    ]);
    expect(rows[2]).toMatchObject({ before: '30', after: '28', size: -2 });
    expect(derive('change', { account: [] })).toEqual([]);
  });

  test('the day is the account’s own', () => {
    const [row] = derive('change', {
      account: [accountRow({ observed_at: '2026-02-01T20:00:00Z', followers: 10 })],
      defaultZone: 'Asia/Tokyo',
    });
    expect(row).toMatchObject({ kind: 'new', day: '2026-02-02', known_at: '2026-02-01T20:00:00Z' });
  });
});
