import type { Chart } from '#lib';
import { scatter } from '#lib/chart/scatter';
import { seededRandom } from '#lib/effects';

export const about = 'Two measures of accounts or posts against each other.';

interface Post {
  name: string;
  followers: number;
  followers_step?: number;
  rounding?: string;
  views: number | null;
}

/** Posts whose views go with the followers of their account, spread as views are. */
function makePosts(count: number, seed = 7): Post[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, i) => {
    const followers = Math.round(2_000 * 10 ** (3 * random()));
    return {
      name: `@account_${i + 1}`,
      followers,
      views: Math.round(0.2 * followers * Math.exp(1.1 * normal())),
    };
  });
}

const words = {
  x: 'followers',
  y: 'views',
  label: 'name',
  row: 'account',
  xWords: { unit: 'followers' },
  yWords: { title: 'Views at 7 days, median', unit: 'views' },
} as const;
const draw = (rows: readonly Post[], options: Partial<Parameters<typeof scatter<Post>>[1]> = {}) =>
  scatter(rows, { ...words, ...options });
const flat = (followers: number, views: number, name: string): Post => ({ name, followers, views });

export const samples: Record<string, () => Chart> = {
  'scatter-accounts': () => draw(makePosts(60), { curve: true, highlight: '@account_7' }),
  'scatter-few': () =>
    draw([
      flat(1_200, 340, '@museum'),
      flat(5_400, 900, '@library'),
      flat(5_300, 880, '@zoo'),
      flat(9_900, 5_200, '@planetarium.official.of.the.north'),
      { ...flat(9_100, 0, '@opera'), views: null },
    ]),
  'scatter-rounded': () =>
    draw(
      [4, 7, 12, 13, 25].map((n, i) => ({
        name: `@big_${i + 1}`,
        followers: n * 100_000,
        followers_step: 100_000,
        rounding: 'nearest',
        views: n * 9_000 + i * 20_000,
      })),
    ),
  'scatter-shares': () =>
    draw(
      makePosts(30).map((post, i) => ({ ...post, views: ((i * 37) % 30) / 400 - 0.01 })),
      { yWords: { title: 'Change in 28 days', unit: 'fraction' }, xScale: 'linear' },
    ),
  'scatter-outlier': () =>
    draw([
      ...makePosts(12).map((post) => ({ ...post, followers: 500, views: 20 })),
      flat(900_000, 4_000_000, '@hit'),
    ]),
  'scatter-many': () => draw(makePosts(900), { curve: true }),
  'scatter-cells': () => draw(makePosts(2_400), { highlight: ['@account_3', '@account_4'] }),
  'scatter-equal': () => draw(makePosts(9).map((post) => ({ ...post, followers: 800, views: 50 }))),
  'scatter-zero': () => draw(makePosts(9).map((post) => ({ ...post, followers: 0, views: 0 }))),
  'scatter-one-point': () => draw([flat(1_200, 340, '@museum')]),
  'scatter-two-points': () => draw([flat(1_200, 340, '@museum'), flat(9, 1, '@zoo')]),
  'scatter-foreign-names': () =>
    draw([
      flat(1_200, 340, '国立科学博物館'),
      flat(5_400, 900, 'المكتبة الوطنية'),
      flat(3_400, 1_900, '"><script>alert(1)</script>'),
    ]),
  'scatter-empty': () => draw([]),
};
