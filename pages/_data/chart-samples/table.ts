import type { Chart } from '#lib';
import { table } from '#lib/chart/table';

export const about = 'Numbers to look up, with bars and small lines in the cells.';

interface Account {
  handle: string;
  followers: number | null;
  net: number | null;
  last28: (number | null)[];
  note: string;
}

const course = (seed: number, start: number): (number | null)[] =>
  Array.from({ length: 28 }, (_, i) =>
    seed === 3 && i > 9 && i < 15 ? null : start + Math.round(seed * i * 3 + 40 * Math.sin(i * seed)),
  );
const accounts = (count: number): Account[] =>
  Array.from({ length: count }, (_, i) => ({
    handle:
      ['museum', 'library', 'zoo', 'opera', 'planetarium.official.of.the.north'][i] ?? `account_${i + 1}`,
    followers: i === 3 ? null : Math.round(1_240_000 / (i + 1) ** 1.4),
    net: i === 3 ? null : ((i * 7_919) % 4_000) - 1_200,
    last28: i === 3 ? [] : course(i + 1, 500),
    note: i % 2 === 0 ? 'public' : 'private',
  }));

const draw = (rows: readonly Account[], options: Partial<Parameters<typeof table<Account>>[1]> = {}) =>
  table(rows, {
    title: 'Accounts by followers',
    label: 'handle',
    row: 'account',
    columns: [
      { key: 'followers', unit: 'followers', marks: 'bar' },
      { key: 'net', title: 'In 28 days', unit: 'followers', marks: 'bar', signed: true },
      { key: 'last28', title: '28 days', marks: 'line' },
      'note',
    ],
    ...options,
  });
const of = (handle: string, followers: number | null): Account => ({
  handle,
  followers,
  net: 0,
  last28: [followers],
  note: '',
});

export const samples: Record<string, () => Chart> = {
  'table-five': () => draw(accounts(5)),
  'table-many': () => draw(accounts(40), { sort: 'net' }),
  'table-outlier': () => draw([of('hit', 90_000_000), of('museum', 12), of('zoo', 3)]),
  'table-equal': () => draw([of('museum', 50), of('zoo', 50)]),
  'table-zero': () => draw([of('museum', 0), of('zoo', 0)]),
  'table-one': () => draw([of('museum', 1_204)]),
  'table-foreign-names': () =>
    table(
      [
        { name: '国立科学博物館', views: 4_100 },
        { name: 'المكتبة الوطنية', views: 3_900 },
        { name: '"><script>alert(1)</script>', views: -5 },
      ],
      { title: 'Views in 7 days', label: 'name', columns: [{ key: 'views', marks: 'bar' }] },
    ),
  'table-only-gaps': () => draw([of('museum', null)]),
  'table-empty': () => draw([]),
  'table-gap-at-ends': () => draw([{ ...of('museum', 1_204), last28: [null, 3, 9, null, 7, 8, null] }]),
};
