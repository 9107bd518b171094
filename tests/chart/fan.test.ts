import { describe, expect, test } from 'vitest';
import { fanChart } from '../../lib/chart/fan.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';
import { makeForecast } from '../../pages/_data/chart-samples/fan.ts';

const fan = (values: readonly DayValue[], ahead: number, lastDay: string) =>
  fanChart(makeDaily(values), makeForecast(ahead, lastDay, { days: 2, slope: 1, spread: 0.1 }));
// 28 days ahead of nothing would be √2 · 10 · 0.1: bands of ±1.28 and ±1.96 times that around the value.
const band = '; 80% band from 18 to 26, 95% band from 16 to 28.';

describe('the sentence under a fan', () => {
  test.each<[string, DayValue[], string, string]>([
    [
      'rising',
      [10, 12, 20],
      '2026-01-03',
      'rose from 10 on 1 Jan to 20 on 3 Jan 2026 (+10); expected on 5 Jan 2026: 22',
    ],
    [
      'falling',
      [30, 25, 20],
      '2026-01-03',
      'fell from 30 on 1 Jan to 20 on 3 Jan 2026 (−10); expected on 5 Jan 2026: 22',
    ],
    ['flat', [20, 20], '2026-01-02', 'stayed at 20 from 1 Jan to 2 Jan 2026; expected on 4 Jan 2026: 22'],
    ['one point', [20], '2026-01-01', 'stood at 20 on 1 Jan 2026; expected on 3 Jan 2026: 22'],
    [
      'two points',
      [19, 20],
      '2026-01-02',
      'rose from 19 on 1 Jan to 20 on 2 Jan 2026 (+1); expected on 4 Jan 2026: 22',
    ],
    [
      'a spike',
      [20, 90, 20],
      '2026-01-03',
      'began at 20 on 1 Jan and were back there on 3 Jan 2026, highest at 90 on 2 Jan; expected on 5 Jan 2026: 22',
    ],
    [
      'gap at the start',
      [null, 20, 20],
      '2026-01-03',
      'stayed at 20 from 2 Jan to 3 Jan 2026; 1 of 3 days was not observed, the first day among them; expected on 5 Jan 2026: 22',
    ],
    [
      'gap at the end',
      [20, 20, null],
      '2026-01-03',
      'stayed at 20 from 1 Jan to 2 Jan 2026; 1 of 3 days was not observed, the last day among them; expected on 5 Jan 2026: 22',
    ],
    [
      'all gaps',
      [null, null],
      '2026-01-02',
      'were not observed on any of 2 days, 1 Jan to 2 Jan 2026; expected on 4 Jan 2026: 22',
    ],
  ])('%s', (_, values, lastDay, said) => {
    expect(fan(values, 20, lastDay).alt).toBe(`Followers of @observatory ${said}${band}`);
  });

  test('without a forecast says why', () => {
    const reason = 'only 3 of 28 days are known';
    const backtest = [
      {
        account_id: '101',
        model: 'combination' as const,
        horizon_days: 7,
        coverage80: null,
        coverage95: null,
        reason,
        n: 0,
      },
    ];
    const chart = fanChart(makeDaily([1, 2, 3]), [], { backtest });
    expect(chart.alt).toBe(
      'Followers of @observatory rose from 1 on 1 Jan to 3 on 3 Jan 2026 (+2); there is no forecast, because only 3 of 28 days are known.',
    );
    expect(chart.notes[0]).toBe('Not forecast, because only 3 of 28 days are known.');
    expect(fanChart([], []).alt).toBe('There is no forecast yet.');
  });
});

test('the title has what is expected last, and the 80% band', () => {
  expect(fan([10, 20], 20, '2026-01-02').title).toBe(
    '@observatory: 22 followers expected on 4 Jan 2026, 80% between 18 and 26',
  );
});

test('the bands open at the last day that the forecast knew, which is named', () => {
  const { svg } = fan([10, 20], 20, '2026-01-02');
  expect(svg).toContain('>as of 2 Jan<');
  expect(svg.match(/class="fan fan-\d\d"/g)).toEqual(['class="fan fan-95"', 'class="fan fan-80"']);
  for (const text of ['22 expected', '80% band: 26', '95% band: 28', '80% band: 18', '95% band: 16'])
    expect(svg).toContain(`>${text}<`);
});

test('the table has the past and what is expected, newest first', () => {
  const { table, places } = fan([10, 20], 20, '2026-01-02');
  expect(table.rows).toEqual([
    ['2026-01-04', 22, 18, 26, 16, 28, 'expected'],
    ['2026-01-03', 21, 18, 24, 17, 25, 'expected'],
    ['2026-01-02', 20, 20, 20, 20, 20, 'observed'],
    ['2026-01-01', 10, 10, 10, 10, 10, 'observed'],
  ]);
  expect(places.map(({ row }) => row)).toEqual([3, 2, 1, 0]);
});

test('how often the bands held stands in the notes, with the number of past Sundays', () => {
  const row = { account_id: '101', model: 'combination' as const, reason: null };
  const chart = fanChart(makeDaily([10, 20]), makeForecast(20, '2026-01-02'), {
    backtest: [
      { ...row, horizon_days: 28, coverage80: 0.8, coverage95: null, n: 224, origins: 8 },
      { ...row, horizon_days: 7, coverage80: 0.75, coverage95: 0.9, n: 56, origins: 8 },
      { ...row, account_id: '7', horizon_days: 7, coverage80: 0.1, coverage95: 0.1, n: 56, origins: 8 },
    ],
    // What pages showed is judged as such: the model may have been another one then.
    scores: [
      { ...row, model: 'default', horizon_days: 7, coverage80: 1, coverage95: 1, n: 1 },
      { ...row, horizon_days: 7, coverage80: 0, coverage95: 0, n: 1 },
    ],
  });
  expect(chart.notes.slice(1, 3)).toEqual([
    'On 8 past Sundays the 80% band would have held 75% of what came up to 7 days ahead (the 95% band 90%) and 80% of what came up to 28 days ahead.',
    'Of what was put on record and has come, the 80% band held 100% of what came 7 days ahead (the 95% band 100%) (1 forecast).',
  ]);
});

test('the default model is drawn, another where it is asked for, whatever the order of rows', () => {
  const rows = [
    ...makeForecast(20, '2026-01-02', { days: 2, model: 'theta', is_default: false, slope: 5 }),
    ...makeForecast(20, '2026-01-02', { days: 2, slope: 1 }),
  ].reverse();
  const daily = makeDaily([10, 20]);
  expect(fanChart(daily, rows).table.rows[0]?.[1]).toBe(22);
  expect(fanChart(daily, rows, { model: 'theta' }).table.rows[0]?.[1]).toBe(30);
  expect(fanChart([...daily].reverse(), [...rows].reverse())).toEqual(fanChart(daily, rows));
});

test('as-of and methods of both tables are in the foot', () => {
  const rows = makeForecast(20, '2026-01-02', {
    days: 2,
    method: 'forecast@1',
    as_of: '2026-01-03T06:00:00Z',
  });
  expect(fanChart(makeDaily([10, 20]), rows)).toMatchObject({
    asOf: '2026-01-03T06:00:00Z',
    methods: ['day-grid@1', 'forecast@1'],
  });
});
