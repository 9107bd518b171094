import { expect, test } from 'vitest';
import { barChart } from '../../lib/chart/bar.ts';
import { enterChart, type Place } from '../../pages/_data/charts.ts';

const place = (images: 'all' | 'first' | 'none'): Place => ({
  request: new Request('https://example.org/'),
  url: new URL('https://example.org/accounts/museum/'),
  locals: { charts: { images, keep() {} } },
});
const of = (label: string, source = '') => ({
  ...barChart([{ label, value: 3 }], { measure: 'Posts in 7 days', unit: 'posts', source }),
  id: 'posts',
});

test.each([
  ['@museum', ''],
  ['Μουσείο, Музей, Bảo tàng', ''],
])('%s has a PNG', (label, source) => {
  const { png, lacksGlyphs } = enterChart(place('all'), of(label, source));
  expect({ png, lacksGlyphs }).toEqual({ png: true, lacksGlyphs: undefined });
});

// A picture of these would have holes.
test.each([
  ['国立科学博物館', ''],
  ['المكتبة الوطنية', ''],
  ['@museum 🎉', ''],
  ['@museum', 'studio の記録'],
])('%s %s has none, and says so', (label, source) => {
  const { png, preview, lacksGlyphs } = enterChart(place('all'), of(label, source));
  expect({ png, preview, lacksGlyphs }).toEqual({ png: false, preview: false, lacksGlyphs: true });
});

test('where no PNG is asked for, nothing is said of characters', () => {
  expect(enterChart(place('none'), of('国立科学博物館'))).not.toHaveProperty('lacksGlyphs');
  const first = place('first');
  expect(enterChart(first, of('@museum')).png).toBe(true);
  const second = enterChart(first, of('国立科学博物館'));
  expect(second).toMatchObject({ id: 'posts-2', png: false });
  expect(second).not.toHaveProperty('lacksGlyphs');
});
