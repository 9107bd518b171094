import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concentrationMethod, viewConcentration } from '../../../lib/transform/account/concentration.ts';
import { derive, postWith } from '../post/ledger.ts';

test('alike, and one that has everything', () => {
  expect(viewConcentration(Array.from({ length: 25 }, () => 40))).toEqual({
    gini: 0,
    gini_low: 0,
    gini_high: 0,
    // A tenth of 25 posts is 3 of them.
    top_share: 3 / 25,
    top_posts: 3,
    views: 1000,
    reason: null,
    n: 25,
  });
  const one = [...Array.from({ length: 19 }, () => 0), 1000];
  expect(viewConcentration(one)).toMatchObject({ gini: 0.95, top_share: 1, top_posts: 2 });
});

test('too few posts, or none with views: null and a reason', () => {
  expect(viewConcentration([])).toMatchObject({ gini: null, views: null, n: 0 });
  expect(viewConcentration([1, 2])).toMatchObject({
    gini: null,
    gini_low: null,
    gini_high: null,
    top_share: null,
    views: 3,
    reason: 'views of 2 posts only are known, of the 10 it takes',
  });
  expect(viewConcentration(Array.from({ length: 10 }, () => 0))).toMatchObject({
    gini: null,
    reason: 'none of its posts has views',
  });
});

test('scale and order do not matter', () => {
  const views = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 10, maxLength: 30 });
  fc.assert(
    fc.property(views, (all) => {
      const once = viewConcentration(all);
      const twice = viewConcentration(all.map((each) => each * 2).reverse());
      if (once.gini === null) expect(twice.gini).toBeNull();
      else {
        expect(twice.gini).toBeCloseTo(once.gini, 12);
        expect(once.gini).toBeGreaterThanOrEqual(0);
        expect(once.gini).toBeLessThan(1);
        expect(twice.top_share).toBeCloseTo(once.top_share ?? -1, 12);
      }
    }),
  );
});

test('table concentration: equal age and as last seen, by name', () => {
  const posts = Array.from({ length: 10 }, (_, index) =>
    postWith(String(11 + index), index, [
      [168, 100],
      [300, index === 9 ? 1900 : 100],
    ]),
  );
  const rows = derive(posts, 400).concentration;
  expect(rows.map((row) => [row.measure, row.n, row.views, row.top_share])).toEqual([
    ['views_7d', 10, 1000, 0.1],
    ['views_30d', 0, null, null],
    ['views_latest', 10, 2800, 1900 / 2800],
  ]);
  expect(rows[0]).toMatchObject({ gini: 0, inputs: ['observed'], method: 'concentration@3' });
  expect(rows[2]?.inputs).toEqual(['observed']);
  expect(rows[1]?.reason).toBe('of none of its posts views are known');
});

test('the worked example', () => {
  // Σ(2i − 11)·x = 1,000·(−9 − 7 … + 7) + 91,000·9 = −9,000 + 819,000; over 10 · 100,000 is 0.81.
  expect(concentrationMethod.example().result).toBe('Gini 0.81; 1 post of 10 has 91% of the views.');
});
