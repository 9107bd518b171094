import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contrast, distance, lightness, seenWith } from './colour.ts';

const css = readFileSync(fileURLToPath(new URL('../../pages/styles/chart.css', import.meta.url)), 'utf8');

/** The colour of a token in a theme, from its `light-dark(#…, #…)`. */
function token(name: string, theme: 'light' | 'dark'): string {
  const pair = new RegExp(
    `--chart-${name}: (?:var\\([^,]+, )?light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`,
  ).exec(css);
  const colour = pair?.[theme === 'light' ? 1 : 2];
  if (colour === undefined) throw new Error(`--chart-${name} has no pair of colours`);
  return colour;
}

const eight = ['1', '2', '3', '4', '5', '6', '7', '8'];
const pairs = eight.flatMap((a, i) => eight.slice(i + 1).map((b) => [a, b] as const));

test('the measures are right: known contrasts, differences and simulations', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  // Pair 1 of the test data of Sharma, Wu and Dalal (2005).
  expect(distance([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(distance(seenWith('deuteranopia', '#ffffff'), seenWith('all', '#ffffff'))).toBeLessThan(0.1);
  expect(lightness('#777777')).toBeCloseTo(50.03, 1);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const paper = token('paper', theme);
  const colour = (name: string) => token(name, theme);

  test('text has a contrast of 4.5, on paper and on the shading of gaps', () => {
    for (const name of ['ink', 'ink-2', 'accent'])
      for (const ground of [paper, colour('gap')])
        expect.soft(contrast(colour(name), ground), name).toBeGreaterThanOrEqual(4.5);
  });

  test('text on the cells of heatmaps has a contrast of 4.5', () => {
    for (const ground of ['div-2', 'div-3', 'div-4', 'seq-1', 'seq-2', 'seq-3'])
      expect.soft(contrast(colour('ink'), colour(ground)), ground).toBeGreaterThanOrEqual(4.5);
    for (const ground of ['div-1', 'div-5'])
      expect.soft(contrast(paper, colour(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  test('bands of forecasts differ from each other and from paper', () => {
    expect(Math.abs(lightness(colour('band')) - lightness(colour('area')))).toBeGreaterThan(4);
    expect(Math.abs(lightness(colour('area')) - lightness(paper))).toBeGreaterThan(3);
  });

  test('marks have a contrast of 3', () => {
    for (const name of [
      ...eight,
      'accent',
      'context',
      'zero',
      'gain',
      'loss',
      'seq-4',
      'seq-5',
      'div-1',
      'div-5',
    ])
      expect.soft(contrast(colour(name), paper), name).toBeGreaterThanOrEqual(3);
  });

  test('a line is seen on its own band and area', () => {
    for (const ground of ['band', 'area'])
      expect.soft(contrast(colour('accent'), colour(ground)), ground).toBeGreaterThanOrEqual(3);
  });

  test('a median is seen on the bar of its quartiles, and a whisker on its bar', () => {
    expect(contrast(colour('ink'), colour('context'))).toBeGreaterThanOrEqual(3);
    // The whisker has paper around it.
    for (const bar of ['accent', 'gain', 'loss'])
      expect.soft(contrast(paper, colour(bar)), bar).toBeGreaterThanOrEqual(3);
  });

  test('the eight differ as seen by everybody', () => {
    for (const [a, b] of pairs)
      expect
        .soft(distance(seenWith('all', colour(a)), seenWith('all', colour(b))), `${a} ${b}`)
        .toBeGreaterThan(18);
  });

  test.each(['protanopia', 'deuteranopia', 'tritanopia'] as const)('the eight differ with %s', (vision) => {
    for (const [a, b] of pairs)
      expect
        .soft(distance(seenWith(vision, colour(a)), seenWith(vision, colour(b))), `${a} ${b}`)
        .toBeGreaterThan(11);
  });

  test('the eight differ in grey', () => {
    for (const [a, b] of pairs)
      expect.soft(Math.abs(lightness(colour(a)) - lightness(colour(b))), `${a} ${b}`).toBeGreaterThan(4.5);
  });

  test('gain and loss differ with every vision', () => {
    for (const vision of ['all', 'protanopia', 'deuteranopia', 'tritanopia'] as const)
      expect
        .soft(distance(seenWith(vision, colour('gain')), seenWith(vision, colour('loss'))), vision)
        .toBeGreaterThan(20);
  });

  test('the sequence goes one way in lightness, in even steps', () => {
    const steps = ['1', '2', '3', '4', '5'].map((n) => lightness(colour(`seq-${n}`)));
    const changes = steps.slice(1).map((step, i) => step - (steps[i] ?? 0));
    for (const change of changes) {
      expect(Math.sign(change)).toBe(theme === 'light' ? -1 : 1);
      expect(Math.abs(change)).toBeGreaterThan(8);
    }
  });

  test('the diverging scale is palest, or darkest, in the middle', () => {
    const [a, b, c, d, e] = ['1', '2', '3', '4', '5'].map((n) => contrast(colour(`div-${n}`), paper)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    expect(a).toBeGreaterThan(b);
    expect(b).toBeGreaterThan(c);
    expect(d).toBeGreaterThan(c);
    expect(e).toBeGreaterThan(d);
  });
});
