import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { badgesOf, badgesOfChart, groupFindings, overviewBadge, titleOf } from '../../pages/_data/health.ts';

const found = (...severities: ('error' | 'warning' | 'info')[]) =>
  severities.map((severity) => ({ severity }));

describe('titleOf', () => {
  test.each([
    [false, found(), 'The data checks have not run yet'],
    [true, found(), 'The data checks found nothing'],
    [true, found('info'), 'The data checks found no error and no warning'],
    [true, found('error'), 'The data checks found 1 error'],
    [true, found('warning', 'warning', 'info'), 'The data checks found 2 warnings'],
    [true, found('error', 'warning'), 'The data checks found 1 error and 1 warning'],
  ] as const)('checked %j, %j', (checked, findings, title) => expect(titleOf(checked, findings)).toBe(title));
});

const row = (rest: Partial<Row<'data_health'>>): Row<'data_health'> => ({
  rule: 'jump',
  subject: '@a',
  severity: 'warning',
  message: 'm',
  account_id: '1',
  counter: null,
  first_day: null,
  last_day: null,
  as_of: '2026-11-22T03:00:00Z',
  ...rest,
});

describe('badges', () => {
  test('of an account are its errors and warnings, not its notes, nor those of others', () => {
    const health = [
      row({}),
      row({ rule: 'gap', severity: 'info' }),
      row({ account_id: '2' }),
      row({ account_id: null }),
    ];
    expect(badgesOf(health, '1')).toEqual([health[0]]);
  });

  test('of a chart speak of its counter and its days', () => {
    const days = { first: '2026-10-01', last: '2026-11-21' };
    const of = (rest: Partial<Row<'data_health'>>) =>
      badgesOfChart([row(rest)], '1', 'followers', days).length;
    expect(of({ counter: 'followers', first_day: '2026-11-02', last_day: '2026-11-02' })).toBe(1);
    expect(of({ counter: 'likes', first_day: '2026-11-02', last_day: '2026-11-02' })).toBe(0);
    expect(of({ counter: 'followers', first_day: '2026-09-02', last_day: '2026-09-30' })).toBe(0);
    expect(of({ counter: 'followers', first_day: '2026-09-02', last_day: '2026-10-01' })).toBe(1);
    // A stretch of days on which every counter stood still, and the state of an account, which is no matter of a chart.
    expect(of({ rule: 'stuck', first_day: '2026-11-02', last_day: '2026-11-12' })).toBe(1);
    expect(of({ rule: 'not_public' })).toBe(0);
  });

  test('of the overview are counted, and none where there are only notes', () => {
    expect(overviewBadge([row({}), row({ severity: 'info' })])).toBe('The data checks found 1 warning');
    expect(overviewBadge([row({ severity: 'info' })])).toBeNull();
  });
});

describe('groupFindings', () => {
  test('follows the catalogue; a rule that is no longer known comes last', () => {
    const groups = groupFindings([row({ rule: 'of_old' }), row({}), row({ rule: 'edited_by_hand' })]);
    expect(groups.map(({ title }) => title)).toEqual(['Files', 'Series', 'Others']);
    expect(groups[0]?.findings[0]?.remedy).toMatch(/^Restore the file from git/);
    expect(groups[2]?.findings[0]).toMatchObject({ about: '', remedy: '' });
  });
});
