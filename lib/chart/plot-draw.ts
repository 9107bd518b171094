import * as Plot from '@observablehq/plot';
import { exact, listWords } from '../format.ts';
import type { Drawing, Place } from './chart.ts';
import { isNarrow } from './frame.ts';
import type { AnyRow } from './objects.ts';
import { categoryTokens, divergingToken, sequentialToken } from './plot-theme.ts';
import { drawPlot, writePlot } from './svg.ts';
import type { SvgElement } from './svg-document.ts';
import { textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

interface PlotPicture {
  width: number;
  height: number | undefined;
  alt: string;
  places: { rows: readonly AnyRow[]; x: string | undefined; y: string | undefined };
}

type Drawn = SvgElement & Plot.Plot;

/** Draws a Plot twice where the first drawing says how it can be better: colours, height, room for the ticks. */
export function drawPlotChart(
  wish: Plot.PlotOptions,
  { width, height, alt, places }: PlotPicture,
): Drawing & { timed: boolean } {
  const trial = roomy(wish, width, height);
  const drawnOnTrial = drawPlot(trial);
  const ticks = loneTicks(trial, drawnOnTrial);
  const options = { ...trial, ...ticks };
  const first = Object.keys(ticks).length > 0 ? drawPlot(options) : drawnOnTrial;
  const better = { ...themeColour(options, first), ...sizeToFit(options, first, width) };
  const drawn = Object.keys(better).length > 0 ? drawPlot({ ...options, ...better }) : first;
  const svg = writePlot(drawn, { width, height: Number(drawn.getAttribute('height')), label: alt });
  const timed = (['x', 'y'] as const).some((name) => drawn.scale(name)?.type === 'utc');
  return { svg, places: findPlaces(drawn, places), timed };
}

/** Margins that suit the charts' text, which is larger than Plot's, and no marks that need a pointer. */
function roomy(wish: Plot.PlotOptions, width: number, height: number | undefined): Plot.PlotOptions {
  const { title: _title, subtitle: _subtitle, caption: _caption, ...options } = wish;
  const margins = wish.margin === undefined ? { marginTop: 30, marginRight: 24, marginBottom: 44 } : {};
  return {
    ...margins,
    ...options,
    // The typeface of pictures has arrows up and down alone.
    x: { labelArrow: 'none', ...options.x },
    width,
    ...(height === undefined ? {} : { height }),
    marks: flatMarks(wish).filter((mark) => !(mark instanceof Plot.Tip)),
  };
}

const flatMarks = ({ marks = [] }: Plot.PlotOptions) => (marks as unknown[]).flat(Infinity) as Plot.Markish[];

/** The tick of an axis of one value, which Plot would write with six decimals. */
function loneTicks(options: Plot.PlotOptions, drawn: Drawn): Pick<Plot.PlotOptions, 'x' | 'y'> {
  const axes = (['x', 'y'] as const).filter((name) => {
    const [low, high] = drawn.scale(name)?.domain ?? [];
    return typeof low === 'number' && low === high && options[name]?.tickFormat === undefined;
  });
  return Object.fromEntries(axes.map((name) => [name, { ...options[name], tickFormat: exact }]));
}

/** A colour scale of the theme, where the options leave the colours to Plot. */
function themeColour(options: Plot.PlotOptions, drawn: Drawn): Pick<Plot.PlotOptions, 'color'> {
  const { color = {} } = options;
  const scale = drawn.scale('color');
  if (
    scale === undefined ||
    [color.scheme, color.range, color.interpolate].some((given) => given !== undefined)
  )
    return {};
  const type = String(scale.type);
  if (type === 'identity') return {};
  if (type === 'ordinal') return { color: { ...color, range: [...categoryTokens] } };
  if (type === 'threshold') {
    const count = [...(scale.domain ?? [])].length + 1;
    const range = Array.from({ length: count }, (_, i) => sequentialToken(i / Math.max(1, count - 1)));
    return { color: { ...color, range } };
  }
  return {
    color: { ...color, interpolate: type.startsWith('diverging') ? divergingToken : sequentialToken },
  };
}

/** The height of other charts where the picture has no bands, and as much room at the left as the widest tick needs. */
function sizeToFit(
  options: Plot.PlotOptions,
  drawn: Drawn,
  width: number,
): Pick<Plot.PlotOptions, 'height' | 'marginLeft'> {
  const y = drawn.scale('y');
  const free = options.height === undefined && options.aspectRatio === undefined;
  const height = free && y !== undefined && y.bandwidth === undefined && drawn.scale('fy') === undefined;
  const widest = Math.max(0, ...findWords(drawn, 'y-axis tick label').map((text) => textWidth(text)));
  // The title of an axis of bands stands upright beside its ticks.
  const title = y?.bandwidth !== undefined && findWords(drawn, 'y-axis label').length > 0 ? lineHeight : 0;
  const marginLeft = Math.ceil(widest) + 12 + title;
  const tight = options.margin === undefined && options.marginLeft === undefined && marginLeft > 36;
  return {
    ...(height ? { height: isNarrow(width) ? 260 : 320 } : {}),
    ...(tight ? { marginLeft } : {}),
  };
}

/** The texts in groups that Plot names so. */
function findWords(element: SvgElement, name: string, within = false): string[] {
  if (element.localName === 'text') return within ? [element.textContent] : [];
  const inside = within || element.getAttribute('aria-label') === name;
  return element.children.flatMap((child) => findWords(child, name, inside));
}

/** Where each row is, in reading order; rows that the scales do not know have no place. */
function findPlaces(drawn: Drawn, { rows, x, y }: PlotPicture['places']): Place[] {
  const [scaleX, scaleY] = [drawn.scale('x'), drawn.scale('y')];
  if (x === undefined || y === undefined || !scaleX || !scaleY) return [];
  const [width, height] = [Number(drawn.getAttribute('width')), Number(drawn.getAttribute('height'))];
  return rows
    .map((each, row) => ({ row, x: placeOn(scaleX, each[x]), y: placeOn(scaleY, each[y]) }))
    .filter((place) => place.x >= 0 && place.x <= width && place.y >= 0 && place.y <= height)
    .sort((a, b) => a.x - b.x || a.row - b.row);
}

function placeOn(scale: Plot.Scale, value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  const time = String(scale.type) === 'utc' || String(scale.type) === 'time';
  const place = scale.apply(time && typeof value === 'string' ? new Date(value) : value);
  return typeof place === 'number' ? place + (scale.bandwidth ?? 0) / 2 : Number.NaN;
}

/** What of the options was not drawn, in a sentence; empty where all was. */
export function listDropped(options: Plot.PlotOptions): string[] {
  const legends = (['color', 'opacity', 'symbol'] as const)
    .filter((scale) => options[scale]?.legend)
    .map((scale) => `the legend of ${scale} (label the marks instead)`);
  const dropped = [
    ...legends,
    ...(options.style === undefined ? [] : ['the inline style (use classes)']),
    ...(flatMarks(options).some((mark) => mark instanceof Plot.Tip) ? ['tips of Plot'] : []),
  ];
  return dropped.length === 0 ? [] : [`Not drawn: ${listWords(dropped)}.`];
}
