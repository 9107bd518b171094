import type { Chart } from '#lib';
import { type GrowthCurvesOptions, growthCurves, type PostAgeRow } from '#lib/chart/growth-curves';

export const about = 'Views of posts at equal age: one against the others of its account, and their median.';

const ages = [1, 6, 24, 72, 168, 336, 720, 2160] as const;

/** A post with these views at 1 h, 6 h, 1, 3, 7, 14, 30 and 90 days; null where not observed, shorter where younger. */
export function makeAges(post_id: string, views: readonly (number | null)[], step = 1): PostAgeRow[] {
  return views.map((value, i) => ({
    post_id,
    age_h: ages[i] ?? 1,
    account_id: '101',
    views: value,
    views_low: value === null ? null : value - Math.floor(step / 2),
    views_high: value === null ? null : value + Math.ceil(step / 2) - 1,
  }));
}

/** Posts whose views grow alike and end at sizes that differ a hundredfold; every third is younger. */
const makePosts = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const size = 800 * 10 ** (((i * 37) % 100) / 50);
    const reached = i % 3 === 0 ? 4 + (i % 4) : 8;
    return makeAges(
      `70${i}`,
      ages.slice(0, reached).map((age) => Math.round(size * (1 - Math.exp(-((age / 60) ** 0.6))))),
    );
  }).flat();
const own = (views: readonly (number | null)[], more: GrowthCurvesOptions = {}, step = 1) =>
  growthCurves([...makePosts(24), ...makeAges('900', views, step)], { highlight: '900', ...more });
const expected = {
  post_id: '900',
  views_30d_forecast: 61_000,
  views_30d_low: 22_000,
  views_30d_high: 160_000,
};

export const samples: Record<string, () => Chart> = {
  'growth-empty': () => growthCurves([]),
  'growth-only-gaps': () => growthCurves(makeAges('900', [null, null, null]), { highlight: '900' }),
  'growth-one-point': () => growthCurves(makeAges('900', [120]), { highlight: '900' }),
  'growth-two-points': () => growthCurves(makeAges('900', [120, 840]), { highlight: '900' }),
  'growth-finished': () => own([820, 4100, 15_400, 31_000, 44_000, 52_000, 58_200, 61_000]),
  'growth-young-expected': () => own([310, 1900, 9800], { curves: [expected] }),
  'growth-gaps': () => own([null, 4100, null, 31_000, 44_000, null, 58_200, null]),
  'growth-account': () => growthCurves(makePosts(40)),
  'growth-many': () =>
    growthCurves([...makePosts(300), ...makeAges('900', [900, 2000, 5000])], { highlight: '900' }),
  'growth-zero-at-first': () =>
    growthCurves([...makeAges('900', [0, 0, 3, 8, 14]), ...makeAges('901', [0, 5, 60, 200, 210])], {
      highlight: '900',
    }),
  'growth-all-zero': () => growthCurves(makeAges('900', [0, 0, 0]), { highlight: '900' }),
  'growth-all-equal': () =>
    growthCurves(
      ['1', '2', '3', '4', '5', '6'].flatMap((id) => makeAges(id, [500, 500, 500, 500])),
      { highlight: '6' },
    ),
  'growth-falling': () => growthCurves(makeAges('900', [9000, 8900, 7000, 6500]), { highlight: '900' }),
  'growth-outlier': () =>
    own([40_000, 900_000, 9_000_000, 24_000_000, 31_000_000, 33_000_000, 34_000_000, 34_400_000]),
  'growth-rounded': () => own([1200, 4100, 15_400, 31_000], {}, 900),
  'growth-japanese': () =>
    own([820, 4100, 15_400, 31_000, 44_000], { label: '夏の国立科学博物館の夜間開館' }),
  'growth-arabic': () => own([820, 4100, 15_400], { label: 'المكتبة الوطنية' }),
};
