import type { Chart } from '#lib';
import { deltaChart } from '#lib/chart/delta';
import { makeDaily, makeYear } from '../chart-rows.ts';
import { events, holey } from '../chart-year.ts';

export const about = 'What a counter gained or lost each day.';

export const samples: Record<string, () => Chart> = {
  'delta-year': () => deltaChart(makeDaily(holey), { annotations: events }),
  'delta-fortnight': () =>
    deltaChart(makeDaily([740, 764, 764, 770, 761, 761, 790, null, null, 830, 829, 840])),
  'delta-falling': () => deltaChart(makeDaily([9000, 8950, 8931, 8700, 8699])),
  'delta-zero': () => deltaChart(makeDaily([50, 50, 50, 50])),
  'delta-partial': () =>
    deltaChart(makeDaily([740, 764, 764, 770, 761, 790, 820, 826]), { asOf: '2026-01-08' }),
  'delta-first-day': () => deltaChart(makeDaily([50])),
  'delta-outlier': () =>
    deltaChart(makeDaily(makeYear(8000, 5, 90).map((v, i) => v + (i > 44 ? 250_000 : 0)))),
  'delta-rounded': () =>
    deltaChart(
      makeDaily([160_400_000, 160_500_000, 160_500_000, 160_400_000, 160_500_000], { step: 100_000 }),
    ),
  'delta-empty': () => deltaChart([]),
  'delta-one-point': () => deltaChart(makeDaily([50, 53])),
  'delta-two-points': () => deltaChart(makeDaily([50, 53, 51])),
  'delta-equal': () => deltaChart(makeDaily([50, 53, 56, 59, 62])),
  'delta-gap-at-ends': () => deltaChart(makeDaily([null, null, 510, 514, 520, 519, null])),
};
