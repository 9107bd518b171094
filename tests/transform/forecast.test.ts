import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { backtest, forecast } from '../../lib/schema/derived-forecast.ts';
import type { Row } from '../../lib/schema/index.ts';
import { backtestAll, forecastScore, forecastScoreAll } from '../../lib/schema/issued-forecast.ts';
import { forecastFollowers } from '../../lib/transform/forecast/forecast-followers.ts';
import { forecastsToIssue } from '../../lib/transform/forecast/issue.ts';
import { derive } from './account-tables.ts';
import { accountRow, infoRow } from './rows.ts';

const start = '2026-01-01';
const daysOf = (values: readonly (number | null)[]) =>
  values.map((followers, i) => ({ day: addDays(start, i), followers }));
const line = (days: number) => daysOf(Array.from({ length: days }, (_, i) => 1000 + 10 * i));

/** A walk that grows by about 3 a thousand each day; the same numbers every time. */
function walk(days: number, seed = 1): number[] {
  const random = seededRandom(seed);
  const values = [20_000];
  while (values.length < days) {
    const last = values.at(-1) as number;
    values.push(Math.round(last * (1.003 + 0.004 * (random() - 0.5))));
  }
  return values;
}
const rowsOf = (values: readonly (number | null)[], row: Partial<Row<'account'>> = {}) =>
  daysOf(values).flatMap(({ day, followers }) =>
    followers === null ? [] : [accountRow({ observed_at: `${day}T20:00:00Z`, followers, ...row })],
  );

describe('forecastFollowers', () => {
  test('along a straight line every model but the seasonal one goes on along it', () => {
    const { models, last, until, n, past } = forecastFollowers(line(30));
    expect([last, until, n]).toEqual([{ day: '2026-01-30', value: 1290 }, '2026-01-30', 30]);
    const at = (model: string, step: number) =>
      models.find((each) => each.model === model)?.point[step - 1] ?? Number.NaN;
    expect(models.map(({ model }) => model)).toEqual([
      'naive_drift',
      'snaive',
      'damped',
      'theta',
      'combination',
    ]);
    expect(at('naive_drift', 28)).toBeCloseTo(1290 + 280, 6);
    // The value of the same weekday one week back.
    expect(at('snaive', 1)).toBeCloseTo(1230, 6);
    // Smoothing that follows every value, and half the slope of 10.
    expect(at('theta', 10)).toBeCloseTo(1290 + 50, 0);
    expect(models.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect(past.reason).toBe('0 past Sundays have 28 days before and 28 after, and 8 are needed');
  });

  test('too little, too old, nothing: no forecast and a reason', () => {
    expect(forecastFollowers([]).reason).toBe('no value is known');
    expect(forecastFollowers(line(27)).reason).toBe('27 days of the last 365 are known, and 28 are needed');
    expect(forecastFollowers(line(60), { until: '2026-03-09' }).reason).toBe(
      'the last known day is 1 March 2026, 8 days before the forecast begins',
    );
    // What lies after the day on which the forecast begins is not looked at.
    expect(forecastFollowers(line(60), { until: '2026-02-10' })).toEqual(forecastFollowers(line(41)));
  });

  test('silence at the end widens bands and goes on; a gap gives no spike', () => {
    const values = walk(120);
    const band = (result: ReturnType<typeof forecastFollowers>) => {
      const drift = result.models.find(({ model }) => model === 'naive_drift');
      return (drift?.band80.upper[0] as number) - (drift?.band80.lower[0] as number);
    };
    const silent = forecastFollowers(daysOf(values), { until: addDays(start, 124) });
    expect(band(silent)).toBeGreaterThan(1.5 * band(forecastFollowers(daysOf(values))));
    const gap = values.map((value, i) => (i > 60 && i < 90 ? null : value));
    for (const { model, point } of forecastFollowers(daysOf(gap)).models)
      if (model !== 'snaive')
        expect(Math.abs((point[0] as number) / (values.at(-1) as number) - 1)).toBeLessThan(0.02);
  });

  test('past Sundays are a grid: from Sunday to Saturday they say the same', () => {
    const values = walk(150);
    const past = (days: number) => {
      const { scores, first, last, until } = forecastFollowers(daysOf(values.slice(0, days))).past;
      return { scores, first, last, until };
    };
    // 1 January 2026 is a Thursday: 144 days end on Sunday, 24 May, 150 on Saturday, 30 May.
    expect(past(150)).toEqual(past(144));
    expect(past(144)).toMatchObject({ first: '2026-03-08', last: '2026-04-26', until: '2026-05-24' });
    expect(past(143).until).toBe('2026-05-17');
    expect(past(144).scores).toHaveLength(10);
    for (const score of past(144).scores) expect([score.origins, score.n]).toEqual([8, 8 * score.horizon]);
  });

  test('parameters are those of the last Sunday, the state is that of today', () => {
    const values = walk(200);
    const damped = (known: readonly number[], remember?: Parameters<typeof forecastFollowers>[2]) =>
      forecastFollowers(daysOf(known), {}, remember).models.find(({ model }) => model === 'damped')?.point[0];
    // 195 days end on a Tuesday, 193 on Sunday: what is remembered is the same on both, and says nothing of the days between.
    const kept: unknown[] = [];
    const keep: Parameters<typeof forecastFollowers>[2] = (inputs, make) => {
      const made = make();
      kept.push(inputs, made);
      return made;
    };
    const [sunday, tuesday] = [damped(values.slice(0, 193), keep), damped(values.slice(0, 195), keep)];
    expect(kept.slice(2)).toEqual(kept.slice(0, 2));
    expect(tuesday).not.toBe(sunday);
    expect(damped(values.slice(0, 195), () => kept[1] as ReturnType<typeof forecastFollowers>['past'])).toBe(
      tuesday,
    );
    // A jump of yesterday is followed at once.
    const jumped = [...values.slice(0, 194), 2 * (values[193] as number)];
    expect(damped(jumped) as number).toBeGreaterThan(1.5 * (tuesday as number));
  });

  test('a day at 0 since Sunday: no scale of factors, and fitted anew', () => {
    const values = [...walk(194), 0];
    const { models } = forecastFollowers(daysOf(values));
    expect(models.map(({ scale }) => scale)).toEqual(models.map(() => 'identity'));
  });

  test('bands are as wide as errors on past Sundays were, from the fourth Sunday on', () => {
    // A change of 10 on six days and of 80 on the seventh: the same errors every week, worked out by hand below.
    const values = Array.from({ length: 200 }, (_, i) => 50_000 + 10 * i + 70 * Math.floor((i + 3) / 7));
    const result = forecastFollowers(daysOf(values.slice(0, 196)));
    for (const each of result.models) {
      expect(each.bands).toBe('past_errors');
      for (let h = 0; h < 28; h++) {
        expect(each.band95.upper[h]).toBeGreaterThanOrEqual(each.band80.upper[h] as number);
        expect(each.band95.lower[h]).toBeLessThanOrEqual(each.band80.lower[h] as number);
      }
    }
    // The same weekday lies one, two, three and four weeks of 140 behind, always.
    const snaive = result.models.find(({ model }) => model === 'snaive');
    const width = (h: number) => (snaive?.band80.upper[h] as number) - (snaive?.point[h] as number);
    const factor = snaive?.scale === 'log';
    expect(factor).toBe(false);
    expect([0, 6, 7, 13, 27].map(width)).toEqual([140, 140, 280, 280, 560]);
    const bands = (days: number) => forecastFollowers(daysOf(values.slice(0, days))).models[0]?.bands;
    // 28 days before the first of four Sundays, and a week after the last: from Sunday, 1 March, on.
    expect([bands(59), bands(60)]).toEqual(['model', 'past_errors']);
  });

  test('the default is the model with the smaller errors on the account’s own past', () => {
    const best = (values: readonly number[]) =>
      forecastFollowers(daysOf(values)).models.find(({ isDefault }) => isDefault)?.model;
    // Along a straight line naive with drift is right, and the median of four lags.
    expect(best(line(120).map(({ followers }) => followers as number))).toBe('naive_drift');
    // Growth that came to its end: what fades is nearer than what goes on along the line from the first day.
    const levelling = Array.from({ length: 200 }, (_, i) => Math.round(9e4 - 4e4 * Math.exp(-i / 25)));
    expect(best(levelling)).not.toBe('naive_drift');
    // Nothing ever moved: nothing tells them apart.
    expect(best(Array.from({ length: 120 }, () => 500))).toBe('combination');
  });

  test('any history: order is nothing, and ten times the followers are ten times the forecast', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 30, max: 70 }), (seed, days) => {
        const values = walk(days, seed);
        const once = forecastFollowers(daysOf(values));
        expect(forecastFollowers(daysOf(values).toReversed())).toEqual(once);
        const tenfold = forecastFollowers(daysOf(values.map((value) => value * 10)));
        tenfold.models.forEach(({ point, band95 }, i) => {
          const single = once.models[i];
          for (const h of [0, 27]) {
            expect((point[h] as number) / (single?.point[h] as number)).toBeCloseTo(10, 2);
            expect((band95.upper[h] as number) / (single?.band95.upper[h] as number)).toBeCloseTo(10, 2);
          }
        });
      }),
      { numRuns: 8 },
    );
  });
});

describe('tables forecast and backtest', () => {
  const asOf = `${addDays(start, 200)}T12:00:00Z`;
  const account = rowsOf(walk(200));

  test('a path for the default and for naive with drift, two days for the others, bands around them', () => {
    const rows = derive('forecast', { account, asOf });
    const steps = (model: string) => rows.filter((row) => row.model === model).map(({ step }) => step);
    // A walk with drift: the bar itself is the best there is.
    expect(new Set(rows.filter(({ is_default }) => is_default).map(({ model }) => model))).toEqual(
      new Set(['naive_drift']),
    );
    expect(steps('naive_drift')).toHaveLength(28);
    expect(steps('combination')).toEqual([7, 28]);
    const young = derive('forecast', { account: account.slice(-35), asOf });
    expect(young.filter(({ is_default }) => is_default).map(({ model }) => model)).toEqual(
      Array.from({ length: 28 }, () => 'combination'),
    );
    expect(rows[0]).toMatchObject({
      counter: 'followers',
      model: 'naive_drift',
      day: addDays(start, 200),
      step: 1,
      is_default: true,
      last_day: addDays(start, 199),
      n: 200,
      inputs: ['observed'],
      method: 'forecast@3',
      as_of: asOf,
    });
    for (const row of rows) {
      expect(forecast.row.parse(row)).toEqual(row);
      const { low95, low80, value, high80, high95 } = row;
      const bounds = [low95, low80, value, high80, high95].map(Number);
      expect(bounds.toSorted((a, b) => a - b)).toEqual(bounds);
    }
    const judged = derive('backtest', { account, asOf });
    expect(judged).toHaveLength(10);
    for (const row of judged) expect(backtest.row.parse(row)).toEqual(row);
    expect(judged[0]).toMatchObject({ model: 'naive_drift', horizon_days: 7, origins: 8, n: 56, owa: 1 });
    expect(judged.every(({ mase, reason }) => mase !== null && reason === null)).toBe(true);
  });

  test('without a forecast the backtest says why', () => {
    const rows = derive('backtest', { account: rowsOf(walk(10)), asOf: `${addDays(start, 10)}T12:00:00Z` });
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(
      new Set(['10 days of the last 365 are known, and 28 are needed']),
    );
    expect(derive('forecast', { account: rowsOf(walk(10)) })).toEqual([]);
    expect(derive('backtest', { account: [], asOf })).toEqual([]);
  });

  test('days before another account had the handle are not its history', () => {
    const rows = derive('forecast', {
      account,
      asOf,
      accountInfo: [
        infoRow({ observed_at: `${start}T00:00:00Z`, sec_uid: 'MS4wA' }),
        infoRow({ observed_at: `${addDays(start, 150)}T12:00:00Z`, sec_uid: 'MS4wB' }),
      ],
    });
    expect(rows[0]?.n).toBe(50);
  });

  test('over all accounts: means, and of how many each model is the best', () => {
    const two = [...account, ...rowsOf(walk(200, 7), { account_id: '2', handle: 'bob' })];
    const rows = derive('backtest_all', { account: two, asOf });
    const each = derive('backtest', { account: two, asOf });
    expect(rows).toHaveLength(10);
    for (const row of rows) expect(backtestAll.row.parse(row)).toEqual(row);
    const own = each.filter(({ model, horizon_days }) => model === 'theta' && horizon_days === 28);
    const mean = own.reduce((sum, { mase }) => sum + (mase ?? 0), 0) / 2;
    expect(
      rows.find(({ model, horizon_days }) => model === 'theta' && horizon_days === 28)?.mase,
    ).toBeCloseTo(mean, 9);
    const best = rows
      .filter(({ horizon_days }) => horizon_days === 7)
      .reduce((sum, row) => sum + (row.best_of ?? 0), 0);
    expect(best).toBe(2);
  });
});

describe('forecasts on record', () => {
  const asOf = '2026-02-10T12:00:00Z';
  const said = (row: Partial<Row<'forecast_issued'>>): Row<'forecast_issued'> => ({
    account_id: '1',
    counter: 'followers',
    issued_on: '2026-01-20',
    model: 'theta',
    target_day: '2026-01-26',
    horizon_days: 7,
    value: 1200,
    low80: 1190,
    high80: 1210,
    low95: 1180,
    high95: 1230,
    last_day: '2026-01-19',
    last_value: 1180,
    method: 'forecast@1',
    ...row,
  });

  test('only the default and naive with drift, 7 and 28 days ahead, once a day for each account', () => {
    const forecasts = derive('forecast', {
      account: [...rowsOf(walk(40)), ...rowsOf(walk(40, 2), { account_id: '2', handle: 'bob' })],
    });
    const rows = forecastsToIssue(forecasts, [], '2026-02-10');
    expect(
      rows.filter(({ account_id }) => account_id === '1').map((row) => [row.model, row.horizon_days]),
    ).toEqual([
      ['naive_drift', 7],
      ['naive_drift', 28],
      ['combination', 7],
      ['combination', 28],
    ]);
    expect(rows[0]).toMatchObject({
      issued_on: '2026-02-10',
      target_day: '2026-02-16',
      last_day: '2026-02-09',
    });
    const again = forecastsToIssue(forecasts, [{ account_id: '1', issued_on: '2026-02-10' }], '2026-02-10');
    expect(new Set(again.map(({ account_id }) => account_id))).toEqual(new Set(['2']));
  });

  test('what was said against what came', () => {
    // 1,000 and 10 more each day: 1,250 on 26 January, 1,260 on the 27th; changes of 10 are the scale.
    const inputs = {
      account: rowsOf(Array.from({ length: 40 }, (_, i) => 1000 + 10 * i)),
      asOf,
      issued: [
        said({}),
        said({
          issued_on: '2026-01-21',
          target_day: '2026-01-27',
          last_day: '2026-01-20',
          value: 1265,
          low80: 1250,
          high80: 1280,
          low95: 1240,
          high95: 1290,
        }),
        said({ issued_on: '2026-02-09', target_day: '2026-02-16', last_day: '2026-02-08' }),
        said({ issued_on: '2026-02-11', target_day: '2026-02-18', last_day: '2026-02-10' }),
      ],
    };
    const [shown, row] = derive('forecast_score', inputs);
    expect(shown).toEqual({ ...row, model: 'default' });
    // Errors 50 and −5: mean 22.5, of sizes 27.5, 2.75 steps. One of two lies within. Interval scores 20 + 10 · 40 and 30; 50 + 40 · 20 and 50.
    expect(row).toEqual({
      account_id: '1',
      counter: 'followers',
      model: 'theta',
      horizon_days: 7,
      bias: 22.5,
      mae: 27.5,
      mase: 2.75,
      coverage80: 0.5,
      coverage95: 0.5,
      interval_score80: expect.closeTo((20 + 10 * 40 + 30) / 2, 9),
      interval_score95: expect.closeTo((50 + 40 * 20 + 50) / 2, 6),
      waiting: 1,
      reason: null,
      n: 2,
      inputs: ['observed'],
      method: 'forecast-score@2',
      as_of: asOf,
    });
    expect(forecastScore.row.parse(row)).toEqual(row);
    const [, all] = derive('forecast_score_all', inputs);
    expect(all).toMatchObject({
      model: 'theta',
      horizon_days: 7,
      mase: 2.75,
      coverage80: 0.5,
      accounts: 1,
      n: 2,
      waiting: 1,
    });
    expect(forecastScoreAll.row.parse(all)).toEqual(all);
  });

  test('what pages showed is judged on the same days as naive with drift, whichever model it was', () => {
    const naive = (row: Partial<Row<'forecast_issued'>>) =>
      said({ model: 'naive_drift', value: 1250, ...row });
    const week = { issued_on: '2026-01-27', target_day: '2026-02-02', last_day: '2026-01-26' };
    const rows = derive('forecast_score', {
      account: rowsOf(Array.from({ length: 40 }, (_, i) => 1000 + 10 * i)),
      asOf,
      // The first week theta was the default, the second week naive with drift: it alone is on record.
      issued: [naive({}), said({}), naive({ ...week, value: 1320 })],
    });
    // 1,250 and 1,320 came: theta was 50 off.
    expect(rows.map(({ model, n, mae }) => [model, n, mae])).toEqual([
      ['default', 2, 25],
      ['naive_drift', 2, 0],
      ['theta', 1, 50],
    ]);
  });

  test('a day that is a gap judges nothing', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i > 20 && i < 30 ? null : 1000 + i));
    const [row] = derive('forecast_score', { account: rowsOf(values), asOf, issued: [said({})] });
    expect(row).toMatchObject({ n: 0, waiting: 1, mae: null, coverage80: null });
    expect(row?.reason).toBe('no day that was forecast has been observed yet');
  });
});
