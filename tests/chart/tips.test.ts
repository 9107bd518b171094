import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../lib/chart/chart.ts';
import { encodePanels, encodePlaces } from '../../lib/chart/tips.ts';
import { decodePlaces } from '../../pages/_scripts/places.ts';
import { cases } from './cases.ts';

/** Every row, in its order, within half a tenth of a unit and what a double cannot say. */
function expectSame(read: readonly Place[], places: readonly Place[]): void {
  expect(read.map(({ row }) => row)).toEqual(places.map(({ row }) => row));
  for (const [i, { x, y }] of places.entries()) {
    expect(Math.abs((read[i]?.x ?? Number.NaN) - x)).toBeLessThanOrEqual(0.0501);
    expect(Math.abs((read[i]?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(0.0501);
  }
}

describe('panels of a picture as text', () => {
  test('are the pitch and a line at the left edge of each', () => {
    expect(encodePanels(undefined)).toBe('');
    const grid = { count: 3, columns: 2, pitch: 185.04, top: 36, rowPitch: 112, height: 56 };
    expect(encodePanels(grid)).toBe('185;M0 36v56M185 36v56M0 148v56');
  });

  test('of small multiples hold the places of the first, in both widths', () => {
    const { panels, panelsNarrow, places = [], placesNarrow = [] } = cases['panels-own']?.() ?? {};
    // Four columns in 720 units and two in 340, with 20 between.
    expect(panels).toMatchObject({ count: 8, columns: 4, pitch: 185 });
    expect(panelsNarrow).toMatchObject({ count: 8, columns: 2, pitch: 180 });
    for (const [grid, of] of [
      [panels, places],
      [panelsNarrow, placesNarrow],
    ] as const) {
      expect(of).toHaveLength(60);
      const { pitch, top, height } = grid as NonNullable<typeof grid>;
      for (const { x, y } of of) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(pitch - 20);
        expect(y).toBeGreaterThanOrEqual(top);
        expect(y).toBeLessThanOrEqual(top + height);
      }
    }
  });
});

describe('places of a chart as text', () => {
  test('are steps, runs of equal steps, or a line over the rows', () => {
    expect(encodePlaces([])).toBe('');
    expect(encodePlaces([{ row: 0, x: 12.34, y: 7 }])).toBe('0;123;70');
    // Days from the last row to the first, two rows missing between; all at one height.
    const days = [4, 3, 0].map((row) => ({ row, x: 100 - 20 * row, y: 50 }));
    expect(encodePlaces(days)).toBe('4-1-3;=20 -20;=50 0');
    const bars = [90, 40, -10, -10].map((x, row) => ({ row, x, y: 17 + 26 * row }));
    expect(encodePlaces(bars)).toBe('0 1*3;900-500*2 0;=17 26');
  });

  test('come back as they were, for any places', () => {
    const coordinate = fc.double({ min: 0, max: 2000, noNaN: true });
    const anywhere = fc
      .uniqueArray(fc.record({ row: fc.nat(5000), x: coordinate, y: coordinate }), {
        selector: ({ row }) => row,
      })
      .map((places) => places.slice(0, 400));
    fc.assert(fc.property(anywhere, (places) => expectSame(decodePlaces(encodePlaces(places)), places)));
    const line = fc.record({
      first: coordinate,
      step: fc.double({ min: -40, max: 40, noNaN: true }),
      n: fc.nat(400),
    });
    fc.assert(
      fc.property(line, ({ first, step, n }) => {
        const places = Array.from({ length: n }, (_, i) => ({ row: n - i, x: first + i * step, y: i % 7 }));
        expectSame(decodePlaces(encodePlaces(places)), places);
      }),
    );
  });

  test.each(Object.entries(cases))('come back as they were: %s', (_, make) => {
    const { places, placesNarrow } = make();
    expectSame(decodePlaces(encodePlaces(places)), places);
    expectSame(decodePlaces(encodePlaces(placesNarrow)), placesNarrow);
  });

  test.each(['line-year', 'line-year-holes-events', 'delta-year'])(
    'take at most 2 kB, gzipped, for both pictures of a year: %s',
    (name) => {
      const chart = cases[name]?.();
      const text = encodePlaces(chart?.places ?? []) + encodePlaces(chart?.placesNarrow ?? []);
      const bytes = gzipSync(text).length;
      console.log(`${name}: tips of a year, both pictures: ${bytes} B gzip`);
      expect(bytes).toBeGreaterThan(200);
      expect(bytes).toBeLessThanOrEqual(2000);
    },
  );
});
