import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { folder, readSums, sumOf } from './golden-sums.ts';
import { sparklines } from './sparklines.ts';
import { findTexts, overlaps } from './texts.ts';

mkdirSync(folder, { recursive: true });
const sums = readSums();

/**
 * Compares with the kept picture, or with its length and hash where only those are kept. A picture that is not kept yet
 * is written once (never in CI), another one is left beside it.
 */
function compareWithGolden(name: string, svg: string): void {
  const golden = `${folder}${name}.svg`;
  const changed = `${folder}${name}-changed.svg`;
  const sum = sums.get(name);
  if (sum === undefined && !existsSync(golden) && !process.env['CI']) writeFileSync(golden, `${svg}\n`);
  const same =
    sum === undefined
      ? existsSync(golden) && readFileSync(golden, 'utf8') === `${svg}\n`
      : sumOf(svg) === sum;
  if (same) rmSync(changed, { force: true });
  else writeFileSync(changed, `${svg}\n`);
  expect(
    same,
    `${name}-changed.svg is not what is kept as ${sum === undefined ? `${name}.svg` : 'its sum'}: look at it, keep one`,
  ).toBe(true);
}

describe.each(Object.entries(cases))('%s', (name, make) => {
  const chart = make();
  const pictures = [
    [name, chart.svg],
    [`${name}-narrow`, chart.svgNarrow ?? ''],
  ] as const;

  test.each(pictures)('%s is the kept picture', (golden, svg) => {
    compareWithGolden(golden, svg);
  });

  test.each(pictures)(
    '%s fits a strict page: no style, script, id, label on a group, no number that is none',
    (_, svg) => {
      expect(svg).toMatch(/^<svg class="chart-svg" [^>]*role="img" aria-label="[^"]+"/);
      expect(svg).not.toMatch(/ style=|<style|<script|<foreignObject|\bid=|<g[^>]* aria-/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
      expect(svg.replace(/ aria-label="[^"]*"|>[^<]+</g, '')).not.toMatch(/\d\.\d{3,}/);
      expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(12_000);
    },
  );

  test.each(pictures)('%s keeps its texts apart and inside', (_, svg) => {
    const texts = findTexts(svg);
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    for (const text of texts) {
      expect.soft(text.left, text.words).toBeGreaterThanOrEqual(-1);
      expect.soft(text.right, text.words).toBeLessThanOrEqual(width + 1);
    }
    const collisions = texts.flatMap((a, i) =>
      texts.slice(i + 1).flatMap((b) => (overlaps(a, b) ? [`${a.words} × ${b.words}`] : [])),
    );
    expect(collisions).toEqual([]);
  });

  test.each([
    ['wide', chart.svg, chart.places],
    ['narrow', chart.svgNarrow, chart.placesNarrow],
  ])('knows where the rows with a value are in the %s picture', (_, svg, places) => {
    const [width, height] = (/viewBox="0 0 (\d+) (\d+)/.exec(svg ?? '') ?? []).slice(1).map(Number);
    const isNumber = (cell: unknown) => typeof cell === 'number';
    const known = chart.table.rows.filter(([, ...cells]) =>
      // A point needs both of its values.
      chart.kind === 'scatter' ? cells.every(isNumber) : cells.some(isNumber),
    );
    expect(new Set(places.map(({ row }) => row)).size).toBe(places.length);
    expect(places.length).toBeLessThanOrEqual(chart.table.rows.length);
    // Anything of Plot has places only where it was told which columns are on its axes, cells only what they do not hold.
    const cells = svg?.includes('stroke-seq');
    if (svg?.includes('<path') && chart.kind !== 'plot' && !cells)
      expect(places.length).toBeGreaterThanOrEqual(Math.min(known.length, 12));
    for (const { row, x, y } of places) {
      expect(chart.table.rows[row]).toBeDefined();
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width ?? 0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height ?? 0);
    }
  });

  test('is the same when drawn again', () => {
    expect(make()).toEqual(chart);
  });

  test('says one sentence as its alternative text, and tabulates whole rows', () => {
    expect(chart.alt).toMatch(/^[A-Z].*\.$/);
    expect(chart.alt).not.toMatch(
      /NaN|undefined|null|\b1 (?:days|followers|likes|posts|accounts)\b|−\s?−|\+−/,
    );
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
    for (const cell of chart.table.rows.flat())
      if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true);
  });
});

test.each(Object.entries(sparklines))('%s is the kept picture', (name, draw) => {
  compareWithGolden(name, draw());
});
