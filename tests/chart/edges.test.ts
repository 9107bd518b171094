import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as library from '../../lib/index.ts';
import { cases } from './cases.ts';
import { edges, edgeTable } from './edges.ts';
import { folder } from './golden-sums.ts';
import { sparklines } from './sparklines.ts';

/** Every kind of chart has a picture of every edge case, or says why there is none. */

const exported = new Map<string, unknown>(Object.entries(library));

/** The function of the library that draws each kind. */
const functions: Record<string, string> = {
  area: 'areaChart',
  bar: 'barChart',
  calendar: 'calendarHeatmap',
  'day-hour': 'dayHourHeatmap',
  delta: 'deltaChart',
  distribution: 'distribution',
  fan: 'fanChart',
  growth: 'growthCurves',
  hours: 'hourHeatmap',
  line: 'lineChart',
  panels: 'smallMultiples',
  plot: 'plot',
  rank: 'rankChart',
  scatter: 'scatter',
  slope: 'slopeChart',
  sparkline: 'sparkline',
  table: 'table',
};

test('no kind is left out: neither one with samples nor one that the documents describe', () => {
  const withSamples = readdirSync(new URL('../../pages/_data/chart-samples/', import.meta.url)).map((file) =>
    file.replace(/\.ts$/, ''),
  );
  expect(Object.keys(edgeTable).sort()).toEqual([...withSamples, 'sparkline'].sort());
  expect(Object.keys(functions).sort()).toEqual(Object.keys(edgeTable).sort());
  for (const name of Object.values(functions)) expect(exported.get(name), name).toBeTypeOf('function');
  const described = readFileSync(new URL('../../docs/charts.md', import.meta.url), 'utf8').matchAll(
    /^## .*`(\w+)`$/gm,
  );
  for (const [, name] of described) expect(Object.values(functions), name).toContain(name);
});

test('every function of the library that gives a chart is of one of the kinds', () => {
  const charts = [...exported.keys()].filter((name) => /(?:Chart|Heatmap|Curves|Multiples)$/.test(name));
  expect(charts.length).toBeGreaterThan(8);
  for (const name of charts) expect(Object.values(functions)).toContain(name);
});

describe.each(Object.entries(edgeTable))('%s', (kind, row) => {
  test.each(edges)('%s', (edge) => {
    const entry = row[edge];
    if ('none' in entry) {
      expect(entry.none).toMatch(/^[A-Z].{15,}\.$/);
      return;
    }
    expect(entry.length).toBeGreaterThan(0);
    for (const name of entry) {
      expect(name.startsWith(`${kind}-`)).toBe(true);
      expect(kind === 'sparkline' ? sparklines : cases).toHaveProperty([name]);
      // One of its widths is kept as a picture that can be looked at, not as a hash alone.
      const kept = [name, `${name}-narrow`].filter((file) => existsSync(`${folder}${file}.svg`));
      expect(kept, `a picture of ${name}`).not.toEqual([]);
    }
  });
});
