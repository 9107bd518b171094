import type { Chart } from '#lib';
import { distribution } from '#lib/chart/distribution';
import { seededRandom } from '#lib/effects';

export const about =
  'How a measure is spread over posts or accounts, in one or several groups, with quantiles.';

interface Post {
  format: string;
  views: number | null;
}

/** Posts whose views are spread as views are, some of them never seen. */
function makePosts(format: string, count: number, middle: number, { seed = 3, unseen = 0 } = {}): Post[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, i) => ({
    format,
    views: i < unseen ? 0 : Math.round(middle * Math.exp(1.3 * normal())),
  }));
}

const formats = [
  ...makePosts('video', 140, 9_000, { unseen: 6 }),
  ...makePosts('photo', 60, 2_500, { seed: 4, unseen: 3 }),
  ...makePosts('slideshow', 9, 4_000, { seed: 5 }),
  { format: 'live', views: 12_000 },
  { format: 'live', views: null },
];
const words = { value: 'views', group: 'format', row: 'post', valueWords: { unit: 'views' } } as const;
const draw = (rows: readonly Post[], options: Partial<Parameters<typeof distribution<Post>>[1]> = {}) =>
  distribution(rows, { ...words, ...options });
const of = (values: readonly (number | null)[], format = 'video'): Post[] =>
  values.map((views) => ({ format, views }));

export const samples: Record<string, () => Chart> = {
  'distribution-formats': () => draw(formats),
  'distribution-highlight': () => draw(formats, { highlight: 'photo' }),
  'distribution-one-group': () => draw(makePosts('video', 200, 900), { group: undefined, scale: 'linear' }),
  'distribution-thousands': () =>
    draw([...makePosts('video', 30_000, 900, { unseen: 900 }), ...makePosts('photo', 4_000, 200)]),
  'distribution-shares': () =>
    draw(of(Array.from({ length: 40 }, (_, i) => ((i * 37) % 40) / 400 - 0.03)), {
      valueWords: { title: 'Change in 28 days', unit: 'fraction' },
      row: 'account',
    }),
  'distribution-twenty': () =>
    draw(
      Array.from({ length: 20 }, (_, i) =>
        makePosts(`tag_${i + 1}`, 8 + i, 400 * (i + 1), { seed: i + 1 }),
      ).flat(),
    ),
  'distribution-outlier': () => draw(of([3, 4, 4, 5, 6, 6, 7, 2_000_000])),
  'distribution-equal': () => draw(of(Array.from({ length: 30 }, () => 52))),
  'distribution-zero': () => draw(of([0, 0, 0, 0, 0, 0])),
  'distribution-one-point': () => draw(of([1_204])),
  'distribution-two-points': () => draw(of([1_204, 90])),
  'distribution-foreign-names': () =>
    draw([
      ...of([3, 4, 9, 12, 40], '国立科学博物館'),
      ...of([2, 4, 5, 6, 7], 'المكتبة الوطنية'),
      ...of([2], '"><script>alert(1)</script>'),
    ]),
  'distribution-only-gaps': () => draw(of([null, null])),
  'distribution-empty': () => draw([]),
};
