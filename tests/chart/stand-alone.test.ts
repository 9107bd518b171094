import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { drawPicture, fitPicture } from '../../lib/chart/picture.ts';
import { createPainter } from '../../lib/chart/stand-alone.ts';
import { cases } from './cases.ts';

const sheet = `
/* .chart-svg .line { fill: wrong; } */
:root { --ink: light-dark(#111, #eee); --one: var(--missing, light-dark(#010101, #020202)); }
.chart-svg { color: var(--ink); display: block; inline-size: 100%; }
.chart-svg text { fill: var(--ink); white-space: pre; }
.chart-svg .label.strong text { font-weight: 650; }
.chart-svg :is(.a, .b) { --mark: red; }
.chart-svg .b { --mark: var(--one); }
.chart-svg .line { stroke: var(--mark); stroke-width: 1.75; }
.chart-svg .line.b { stroke-width: 2.25; }
.chart-svg .line:hover { stroke: wrong; }
@media (forced-colors: active) { .chart-svg .line { stroke: wrong; } }
@container chart (max-width: 38rem) { .chart-svg .line { display: none; } .x { fill: wrong; } }
.elsewhere .line { stroke: wrong; }
`;

describe('colours of a style sheet, written into a picture', () => {
  const paint = (svg: string, theme: 'light' | 'dark' = 'light') => createPainter(sheet, theme).paint(svg);

  test('rules by class, name and place; the more precise wins, the later among equals; no class is left', () => {
    expect(
      paint('<svg class="chart-svg" width="9"><path class="line a" d="M0,0"/><path class="line b"/></svg>'),
    ).toBe(
      '<svg width="9" color="#111" display="block"><path d="M0,0" stroke="red" stroke-width="1.75"/><path stroke="#010101" stroke-width="2.25"/></svg>',
    );
    expect(paint('<svg class="chart-svg"><path class="line b"/></svg>', 'dark')).toContain(
      'stroke="#020202"',
    );
  });

  test('what is inherited by name stays with its element, and an attribute gives way to a rule', () => {
    expect(
      paint(
        '<svg class="chart-svg"><g class="label strong"><text fill="blue">A</text></g><text>B</text></svg>',
      ),
    ).toBe(
      '<svg color="#111" display="block"><g><text fill="#111" font-weight="650">A</text></g><text fill="#111">B</text></svg>',
    );
    // A mark's colour reaches what stands within it, and not what comes after it.
    expect(
      paint('<svg class="chart-svg"><g class="b"><path class="line"/></g><path class="line"/></svg>'),
    ).toContain('<path stroke="#010101" stroke-width="1.75"/></g><path stroke="currentColor"');
  });

  test('a colour that the sheet does not have is a fault', () => {
    expect(() => createPainter(sheet, 'light').colour('--nothing')).toThrow('no --nothing');
  });
});

const css = readFileSync(fileURLToPath(new URL('../../pages/styles/chart.css', import.meta.url)), 'utf8');
const light = createPainter(css, 'light');
const dark = createPainter(css, 'dark');

describe('a chart as a picture of its own', () => {
  test.each(Object.entries(cases))('%s needs nothing from outside', (_, make) => {
    const chart = make();
    for (const painter of [light, dark]) {
      const { svg, width, height } = drawPicture(chart, 'Source: somewhere', painter);
      expect(svg).not.toMatch(/ class=|var\(|light-dark|<style|<script|NaN|undefined/);
      const { document } = parseHTML(`<html><body>${svg}</body></html>`);
      expect(document.querySelectorAll('body > svg')).toHaveLength(1);
      expect(document.querySelector('svg')?.getAttribute('viewBox')).toBe(`0 0 ${width} ${height}`);
      expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(
        chart.alt.replace('\u0007', '\uFFFD'),
      );
      expect(document.querySelectorAll('[role=img]')).toHaveLength(1);
      const words = [...document.querySelectorAll('text')].map((text) => text.textContent);
      expect(words.join(' ')).toContain(chart.title.replace('\u0007', '\uFFFD'));
      expect(words).toContain('Source: somewhere');
    }
  });

  test('long lines are broken between words, within the paper', () => {
    const chart = {
      ...(cases['bar-one']?.() as ReturnType<(typeof cases)[string]>),
      title: 'wide words '.repeat(12).trim(),
    };
    const { svg } = drawPicture(chart, '', light);
    const titles = [...svg.matchAll(/<text [^>]*font-size="20"[^>]*>([^<]*)</g)].map(([, line]) => line);
    // About 6.3 em a pair of words, at 20 px and bold: 137 units, of 720.
    expect(titles.length).toBe(3);
    expect(titles.join(' ')).toBe(chart.title);
  });

  test('a preview is as large as fits, in the middle', () => {
    const picture = { svg: '<svg aria-label="A">X</svg>', width: 400, height: 420 };
    const { svg } = fitPicture(picture, 1200, 630, light);
    // 630 ÷ 420 is 1.5, so it is 600 wide, with 300 on either side.
    expect(svg).toContain('<svg x="300" y="0" width="600" height="630" viewBox="0 0 400 420">X</svg>');
    expect(svg).toMatch(/^<svg [^>]*width="1200" height="630"[^>]* aria-label="A">/);
  });
});
