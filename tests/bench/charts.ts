import { readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Chart } from '../../lib/chart/chart.ts';
import { drawPicture } from '../../lib/chart/picture.ts';
import { createPainter } from '../../lib/chart/stand-alone.ts';
import { encodePlaces } from '../../lib/chart/tips.ts';
import { createPngDrawer } from '../../lib/export/png.ts';
import type { Figure } from './figure.ts';

const folder = new URL('../../pages/_data/chart-samples/', import.meta.url);
/** So many that the processor's clock, which on some machines goes in steps of 4 ms, tells tenths of a millisecond. */
const rounds = 60;

/**
 * Each kind of chart with its largest sample: milliseconds for both widths, bytes of each, and of its tips; then how the time is
 * shared, and what a picture of it takes.
 */
export async function benchCharts(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const file of readdirSync(fileURLToPath(folder)).sort()) {
    const { samples } = (await import(new URL(file, folder).href)) as {
      samples: Record<string, () => Chart>;
    };
    const made = Object.entries(samples).map(([name, make]) => ({ name, make, chart: make() }));
    const [top] = made.sort((a, b) => b.chart.svg.length - a.chart.svg.length);
    if (!top) continue;
    const { name, make, chart } = top;
    const tips = gzipSync(encodePlaces(chart.places) + encodePlaces(chart.placesNarrow)).length;
    figures.push(
      [`${name}: ms of both widths with its rows`, milliseconds(make).toFixed(1), '≤ 8'],
      [
        `${name}: bytes wide + narrow (gzip), tips gzip`,
        `${chart.svg.length} + ${chart.svgNarrow?.length ?? 0} (${gzipSync(chart.svg + chart.svgNarrow).length}), ${tips}`,
        '≤ 12,000 each; a year of days ≤ 2,000',
      ],
    );
  }
  const year = (await import(new URL('line.ts', folder).href)) as { samples: Record<string, () => Chart> };
  const make = year.samples['line-year-holes-events'];
  return make ? [...figures, ...(await shares(make)), ...(await pictures(make()))] : figures;
}

/** Processor time of this thread, on the average of all rounds after some to warm up. */
function milliseconds(work: () => unknown): number {
  for (let i = 0; i < 10; i++) work();
  const before = process.threadCpuUsage();
  for (let i = 0; i < rounds; i++) work();
  return sinceMs(before) / rounds;
}

function sinceMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** How the time of a chart is shared, by where the processor was found, every tenth of a millisecond. */
async function shares(make: () => Chart): Promise<Figure[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 100 });
  await session.post('Profiler.start');
  for (let i = 0; i < 60; i++) make();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const places = { plot: 0, document: 0, writing: 0, rest: 0 };
  for (const { callFrame, hitCount = 0 } of profile.nodes) places[placeOf(callFrame.url)] += hitCount;
  const all = Object.values(places).reduce((sum, hits) => sum + hits, 0);
  const part = (hits: number) => `${Math.round((100 * hits) / all)} %`;
  return [
    ['a year of one account: ms for both widths', milliseconds(make).toFixed(1), '≤ 8'],
    ['share of Plot and d3', part(places.plot), ''],
    ['share of the document', part(places.document), ''],
    ['share of writing the SVG', part(places.writing), ''],
    ['share of reading rows, words, axes', part(places.rest), ''],
  ];
}

function placeOf(url: string): 'plot' | 'document' | 'writing' | 'rest' {
  if (/node_modules\/(?:@observablehq|d3|isoformat|interval-tree)/.test(url)) return 'plot';
  if (url.includes('svg-document.')) return 'document';
  return /chart\/(?:svg|path)\./.test(url) ? 'writing' : 'rest';
}

/** What it takes to make of a chart what stands at its addresses. */
async function pictures(chart: Chart): Promise<Figure[]> {
  const css = readFileSync(new URL('../../pages/styles/chart.css', import.meta.url), 'utf8');
  const painter = createPainter(css, 'light');
  const { svg } = drawPicture(chart, 'Source: TikTok account pages', painter);
  const draw = await createPngDrawer();
  let png = await draw(svg, 2);
  const before = process.threadCpuUsage();
  for (let i = 0; i < rounds; i++) png = await draw(svg, 2);
  const drawing = sinceMs(before) / rounds;
  const painting = milliseconds(() => drawPicture(chart, '', painter));
  return [
    ['the same as a file of its own: ms', painting.toFixed(1), ''],
    ['the same as PNG at twice its size: ms', drawing.toFixed(0), ''],
    ['the same as PNG: kB', (png.length / 1000).toFixed(0), ''],
  ];
}
