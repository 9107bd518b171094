import * as Plot from '@observablehq/plot';
import { expect, test } from 'vitest';
import { escapeText } from '../../lib/chart/escape.ts';
import { renderPlot } from '../../lib/chart/svg.ts';

const size = { width: 200, height: 100, label: 'A test' };
const clipped: Plot.PlotOptions = {
  marks: [
    Plot.frame(),
    Plot.dot(
      [
        [1, 2],
        [3, 4],
      ],
      { clip: true },
    ),
    Plot.lineY([1, 2, 3], { marker: 'arrow' }),
  ],
};

test('ids come from the content: the same picture has the same, another has others', () => {
  const first = renderPlot(clipped, size);
  const again = renderPlot(clipped, size);
  const other = renderPlot(clipped, { ...size, width: 220 });
  expect(first).toMatch(/ id="c[0-9a-f]{8}-0"/);
  expect(first).toMatch(/url\(#c[0-9a-f]{8}-0\)/);
  expect(first).not.toContain('plot-');
  expect(again).toBe(first);
  expect(/ id="([^"]*)"/.exec(other)?.[1]).not.toBe(/ id="([^"]*)"/.exec(first)?.[1]);
});

test('nothing a strict policy refuses, and no name on a group', () => {
  const svg = renderPlot({ ...clipped, style: 'color: red', color: { legend: true } }, size);
  expect(svg).not.toMatch(/<style| style=|<figure|<g[^>]* aria-/);
  expect(svg).toMatch(/^<svg class="chart-svg" [^>]*role="img" aria-label="A test"/);
});

test('attributes are sorted and numbers rounded', () => {
  const svg = renderPlot({ marks: [Plot.rectX([1 / 3], { inset: 1 / 7 })] }, size);
  expect(svg).not.toMatch(/\d\.\d{3}/);
  for (const [, attributes = ''] of svg.slice(5).matchAll(/<\w+((?: [\w-]+="[^"]*")+)/g)) {
    const names = [...attributes.matchAll(/ ([\w-]+)=/g)].map(([, name]) => name);
    expect(names).toEqual([...names].sort());
  }
});

test('text from outside stays text', () => {
  const hostile = `</text><script>alert("1")</script>&\u0000\uD800`;
  const svg = renderPlot(
    { marks: [Plot.text([hostile], { frameAnchor: 'middle' })] },
    { ...size, label: hostile },
  );
  const safe = '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\uFFFD\uFFFD';
  expect(escapeText(hostile)).toBe(safe);
  expect(svg.split(safe)).toHaveLength(3);
});
