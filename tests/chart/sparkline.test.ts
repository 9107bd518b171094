import { describe, expect, test } from 'vitest';
import { sparkline } from '../../lib/chart/sparkline.ts';

const size = { width: 46, height: 16 };

test('a line from the first to the last value, with a dot at its end', () => {
  // 46 wide with 3 at either side: x = 3, 23, 43; 16 high: the highest value at 3, the lowest at 13.
  expect(sparkline([1, 3, 2], size)).toBe(
    '<svg class="spark-svg" viewBox="0 0 46 16" width="46" height="16" fill="none" stroke="currentColor" aria-hidden="true"><path d="M3 13L23 3L43 8"/><circle cx="43" cy="8" r="2"/></svg>',
  );
});

test('a gap is a break, a value alone a dot', () => {
  const svg = sparkline([1, null, 3, 3], size);
  expect(svg).toContain('<path d="M29.7 3L43 3"/>');
  expect(svg).toContain('<circle cx="3" cy="13" r="1.25"/>');
});

test('all equal is a line at half height; one value a dot in the middle', () => {
  expect(sparkline([7, 7], size)).toContain('d="M3 8L43 8"');
  expect(sparkline([7], size)).toContain('<circle cx="23" cy="8" r="2"/>');
});

test('nothing observed is empty but as large', () => {
  for (const values of [[], [null, null]])
    expect(sparkline(values, size)).toMatch(/^<svg [^>]*width="46" height="16"[^>]*><\/svg>$/);
});

test('a label makes it a picture with a name, escaped', () => {
  expect(sparkline([1, 2], { label: 'a "<b>"' })).toContain(
    'role="img" aria-label="a &quot;&lt;b&gt;&quot;"',
  );
});

describe('gaps', () => {
  test('at either end leave the line where its values are', () => {
    // Five places: x = 3, 13, 23, 33, 43.
    expect(sparkline([null, 1, 3, 2, null], size)).toContain(
      '<path d="M13 13L23 3L33 8"/><circle cx="33" cy="8" r="2"/>',
    );
  });

  test('of every second value leave dots alone, and the last is the larger one', () => {
    const svg = sparkline([1, null, 3, null, 2], size);
    expect(svg).toContain('<path d=""/>');
    expect(svg.match(/r="1\.25"/g)).toHaveLength(3);
    expect(svg).toContain('<circle cx="43" cy="8" r="2"/>');
  });

  test('are never bridged: each run begins with a move', () => {
    const svg = sparkline([1, 2, null, null, 2, 3, null, 4, 5], size);
    expect(/<path d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(3);
  });
});

describe('a band', () => {
  const bound = (low: number, high: number) => ({ low, high });

  test('holds the true values, and the line is drawn within its range', () => {
    // 0 to 4 over the height: 4 at 3, 0 at 13, so that 2.5 a unit.
    expect(sparkline([1, 3], { ...size, bounds: [bound(0, 2), bound(2, 4)] })).toContain(
      '<path class="band" d="M3 8L43 3L43 8L3 13Z"/><path d="M3 10.5L43 5.5"/>',
    );
  });

  test('breaks at a gap, and is as thin as the line where a value is exact', () => {
    const svg = sparkline([1, null, 4, 3], { ...size, bounds: [bound(0, 2), null, null, bound(2, 4)] });
    expect(/class="band" d="([^"]*)"/.exec(svg)?.[1]).toBe('M3 8L3 13ZM29.7 3L43 3L43 8L29.7 3Z');
  });

  test('is not drawn where every value is exact', () => {
    expect(sparkline([1, 2], { ...size, bounds: [null, null] })).toBe(sparkline([1, 2], size));
  });
});
