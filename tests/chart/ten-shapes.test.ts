import { describe, expect, test } from 'vitest';
import { areaChart } from '../../lib/chart/area.ts';
import { calendarHeatmap } from '../../lib/chart/calendar-heatmap.ts';
import { deltaChart } from '../../lib/chart/delta.ts';
import { fanChart } from '../../lib/chart/fan.ts';
import { lineChart } from '../../lib/chart/line.ts';
import { smallMultiples } from '../../lib/chart/small-multiples.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

interface Shape {
  values: DayValue[];
  step?: number;
  /** What follows "Followers of @observatory ", or the whole sentence where there is nothing. */
  level: string;
  /** What follows "Daily change of followers of @observatory, ", likewise. */
  change: string;
}

/** Ten shapes that a year of days may have, small enough to read their sentences off by hand. */
const shapes: Record<string, Shape> = {
  rising: {
    values: [10, 12, 15],
    level: 'rose from 10 on 1 Jan to 15 on 3 Jan 2026 (+5).',
    change: '2 Jan to 3 Jan 2026: up on 2 days; largest gain +3 on 3 Jan; last +3 on 3 Jan.',
  },
  falling: {
    values: [15, 12, 11],
    level: 'fell from 15 on 1 Jan to 11 on 3 Jan 2026 (−4).',
    change: '2 Jan to 3 Jan 2026: down on 2 days; largest loss −3 on 2 Jan; last −1 on 3 Jan.',
  },
  flat: {
    values: [7, 7, 7],
    level: 'stayed at 7 from 1 Jan to 3 Jan 2026.',
    change: '2 Jan to 3 Jan 2026: unchanged on 2 days.',
  },
  'one point': {
    values: [1],
    level: 'stood at 1 on 1 Jan 2026.',
    change: 'There is no change of followers to show yet.',
  },
  'two points': {
    values: [3, 4],
    level: 'rose from 3 on 1 Jan to 4 on 2 Jan 2026 (+1).',
    change: '2 Jan 2026: +1 on 2 Jan.',
  },
  empty: {
    values: [],
    level: 'There is no observation of followers yet.',
    change: 'There is no change of followers to show yet.',
  },
  'all gaps': {
    values: [null, null, null],
    level: 'were not observed on any of 3 days, 1 Jan to 3 Jan 2026.',
    change: '2 Jan to 3 Jan 2026: not known on any day.',
  },
  'gap at the ends': {
    values: [null, 5, 6, 7, null],
    level:
      'rose from 5 on 2 Jan to 7 on 4 Jan 2026 (+2); 2 of 5 days were not observed, the first day and the last day among them.',
    change:
      '2 Jan to 5 Jan 2026: up on 2 days; largest gain +1 on 3 Jan; last +1 on 4 Jan; 2 of 4 days were not known, the first day and the last day among them.',
  },
  spike: {
    values: [5, 90_000, 6],
    level: 'rose from 5 on 1 Jan to 6 on 3 Jan 2026 (+1), highest at 90K on 2 Jan.',
    change:
      '2 Jan to 3 Jan 2026: up on 1 day, down on 1 day; largest gain +90K on 2 Jan; largest loss −90K on 3 Jan; last −90K on 3 Jan.',
  },
  rounded: {
    values: [1_200_000, 1_200_000, 1_300_000],
    step: 100_000,
    level: 'rose from about 1.2M on 1 Jan to about 1.3M on 3 Jan 2026 (about +100,000).',
    change:
      '2 Jan to 3 Jan 2026: up on 1 day, unchanged on 1 day; largest gain +100K on 3 Jan; last +100K on 3 Jan.',
  },
};

describe.each(Object.entries(shapes))('%s', (_, { values, step, level, change }) => {
  const daily = makeDaily(values, step === undefined ? {} : { step });
  const whole = (start: string, end: string) => (/^There/.test(end) ? end : start + end);

  test('as a line', () => {
    expect(lineChart(daily, { y: 'followers' }).alt).toBe(whole('Followers of @observatory ', level));
  });

  test('as daily changes, in bars and as a calendar', () => {
    const sentence = whole('Daily change of followers of @observatory, ', change);
    expect(deltaChart(daily).alt).toBe(sentence);
    expect(calendarHeatmap(daily).alt).toBe(sentence);
  });

  test('every kind over time says it in one sentence, without a wrong plural or sign', () => {
    const charts = [
      lineChart(daily, { y: 'followers' }),
      deltaChart(daily),
      areaChart(daily, { y: 'followers' }),
      fanChart(daily, []),
      calendarHeatmap(daily, { y: 'followers' }),
      smallMultiples(daily),
      smallMultiples(daily, { y: 'followers_net' }),
    ];
    for (const { alt, title, kind } of charts) {
      for (const text of [alt, title])
        expect
          .soft(text, kind)
          .not.toMatch(
            /\b1 (?:days|followers|accounts|posts)\b|\b[02-9] (?:day|follower|account|post)\b|\+−|−−|by −|NaN|null|undefined|,,|;;| {2}/,
          );
      expect.soft(alt, kind).toMatch(/^[A-Z@][^\n]*[^.;,]\.$/);
    }
  });
});
