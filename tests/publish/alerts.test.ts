import { describe, expect, test } from 'vitest';
import { evaluateAlerts } from '../../lib/publish/alerts.ts';
import type { Row } from '../../lib/schema/index.ts';
import type { AlertRule } from '../../lib/schema/watchlist.ts';
import { summaryRow } from '../helpers/summary.ts';

const stale: AlertRule = { id: 'stale', when: 'stale', older_than_h: 72 };
const fell: AlertRule = { id: 'fell', when: 'followers_fell', by_fraction: 0.01 };
const day = (number: number) => new Date(Date.UTC(2026, 10, number, 6));
const seen = (number: number) =>
  summaryRow({ observed_at: day(number).toISOString().slice(0, 19).concat('Z') });
const statesOf = (alerts: readonly Row<'alert'>[]) => alerts.map(({ rule, state }) => `${rule} ${state}`);

describe('a rule over days', () => {
  test('fires once, goes on in silence, resolves once, and may fire again', () => {
    // Last seen on that day, looked at on each of these.
    const history: [seenOn: number, lookedAt: number, expected: string[]][] = [
      [1, 2, []],
      [1, 4, []],
      [1, 5, ['stale firing']],
      [1, 6, []],
      [1, 7, []],
      [7, 8, ['stale resolved']],
      [7, 9, []],
      [7, 11, ['stale firing']],
    ];
    const issued: Row<'alert'>[] = [];
    for (const [seenOn, lookedAt, expected] of history) {
      const alerts = evaluateAlerts([stale], [seen(seenOn)], issued, day(lookedAt));
      expect(statesOf(alerts), `day ${lookedAt}`).toEqual(expected);
      issued.push(...alerts);
    }
  });

  test('looks at the last state whatever order the issued alerts come in', () => {
    const first = evaluateAlerts([stale], [seen(1)], [], day(5));
    const second = evaluateAlerts([stale], [seen(7)], first, day(8));
    expect(statesOf(second)).toEqual(['stale resolved']);
    expect(evaluateAlerts([stale], [seen(7)], [...second, ...first], day(9))).toEqual([]);
  });

  test('says the numbers of the moment', () => {
    const [alert] = evaluateAlerts([stale], [seen(1)], [], day(5));
    expect(alert).toEqual({
      issued_at: '2026-11-05T06:00:00Z',
      rule: 'stale',
      subject: '107955',
      state: 'firing',
      value: 96,
      message: '@someone was last observed 96 hours ago; the rule allows 72.',
    });
  });
});

describe('followers that fall', () => {
  const change = (pct: number | null, net: number | null) =>
    summaryRow({ followers_pct_7d: pct, followers_net_7d: net });

  test.each([
    [-0.02, -2000, ['fell firing']],
    [-0.01, -1000, []],
    [0.3, 3000, []],
    [null, null, []],
    [-0.02, null, []],
  ])('by %s of them: %j', (pct, net, expected) => {
    expect(statesOf(evaluateAlerts([fell], [change(pct, net)], [], day(5)))).toEqual(expected);
  });

  test('a number that is not known neither fires nor resolves', () => {
    const issued = evaluateAlerts([fell], [change(-0.02, -2000)], [], day(5));
    expect(evaluateAlerts([fell], [change(null, null)], issued, day(6))).toEqual([]);
    expect(statesOf(evaluateAlerts([fell], [change(0, 0)], issued, day(7)))).toEqual(['fell resolved']);
  });

  test('is said in numbers that a person can read', () => {
    const [alert] = evaluateAlerts([fell], [change(-0.0234, -1_234_567)], [], day(5));
    expect(alert?.message).toBe('@someone lost 1,234,567 followers in 7 days (2.3%); the rule allows 1%.');
    expect(alert?.value).toBe(-0.0234);
  });
});

test('an account that was never observed is not stale', () => {
  expect(evaluateAlerts([stale], [summaryRow({ observed_at: null })], [], day(5))).toEqual([]);
});

test('a rule for some accounts leaves the others alone, and each account has its own state', () => {
  const rule: AlertRule = { ...stale, accounts: ['someone'] };
  const other = { ...seen(1), account_id: '2', handle: 'other' };
  expect(evaluateAlerts([rule], [other, seen(1)], [], day(5)).map((alert) => alert.subject)).toEqual([
    '107955',
  ]);
  const issued = evaluateAlerts([stale], [seen(1)], [], day(5));
  expect(evaluateAlerts([stale], [seen(1), other], issued, day(6)).map((alert) => alert.subject)).toEqual([
    '2',
  ]);
});

test('a fraction of a rule is printed as people write it', () => {
  const rule: AlertRule = { id: 'fell', when: 'followers_fell', by_fraction: 0.07 };
  const [alert] = evaluateAlerts(
    [rule],
    [summaryRow({ followers_pct_7d: -0.5, followers_net_7d: -5 })],
    [],
    day(5),
  );
  expect(alert?.message).toMatch(/the rule allows 7%\.$/);
});
