import { expect, test } from 'vitest';
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
