import { expect, test } from 'vitest';
import { placeLabels } from '../../lib/chart/labels.ts';
import { fitText, textWidth } from '../../lib/chart/text-width.ts';

const room = { spacing: 10, from: 0, to: 100, maxMove: 12 };
const wish = (at: number, importance = 1) => ({ at, importance });

test('labels that do not collide stay where they are', () => {
  expect(placeLabels([wish(50), wish(10), wish(90)], room)).toEqual([50, 10, 90]);
});

test('two that collide move apart by as much each', () => {
  expect(placeLabels([wish(50), wish(52)], room)).toEqual([46, 56]);
});

test('a pair is kept inside', () => {
  expect(placeLabels([wish(0), wish(2)], room)).toEqual([0, 10]);
  expect(placeLabels([wish(99), wish(100)], room)).toEqual([90, 100]);
});

test('where too many would have to move too far, the least important is dropped', () => {
  expect(placeLabels([wish(50, 3), wish(50, 1), wish(50, 9), wish(50, 2)], { ...room, maxMove: 10 })).toEqual(
    [40, null, 50, 60],
  );
});

test('none is dropped for one that is itself dropped', () => {
  const places = placeLabels(
    Array.from({ length: 30 }, (_, i) => wish(i * 3, i)),
    room,
  );
  const kept = places.filter((place) => place !== null).sort((a, b) => a - b);
  expect(kept.length).toBeGreaterThan(5);
  for (const [i, place] of kept.entries())
    expect(place - (kept[i - 1] ?? -10)).toBeGreaterThanOrEqual(10 - 1e-9);
  expect(places[29]).not.toBeNull();
});

test('a text that is too long is cut with an ellipsis', () => {
  expect(fitText('museum', 200)).toBe('museum');
  const short = fitText('planetarium.official', 80);
  expect(short).toMatch(/^plan.*…$/);
  expect(textWidth(short)).toBeLessThanOrEqual(80);
  expect(fitText('国立科学博物館', 50)).toBe('国立…');
});
