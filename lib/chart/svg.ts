import { createHash } from 'node:crypto';
import * as Plot from '@observablehq/plot';
import { escapeText } from './escape.ts';
import { compactPath, roundNumbers } from './path.ts';
import { axisClass, themeClass } from './plot-theme.ts';
import { SvgDocument, type SvgElement } from './svg-document.ts';
import { fontSize } from './theme.ts';

export interface RenderSize {
  width: number;
  height: number;
  /** The alternative text: the picture in one sentence. */
  label: string;
}

const svgDocument = new SvgDocument();

/**
 * A Plot as SVG text for a page with a strict Content-Security-Policy: no style element or attribute, no script, ids by
 * content instead of Plot's process counter, attributes sorted, numbers rounded, `role="img"` with the label. Colours
 * come from the classes of `pages/styles/chart.css`; give marks a `className`. Legends are not drawn: label directly.
 * The same options give the same text in any process. Whatever Plot throws passes through.
 */
export function renderPlot(options: Plot.PlotOptions, size: RenderSize): string {
  return writePlot(drawPlot({ ...options, width: size.width, height: size.height }), size);
}

/** A Plot as elements, with its scales; nothing is drawn that a page without script cannot show. */
export function drawPlot(options: Plot.PlotOptions): SvgElement & Plot.Plot {
  const { style: _, ...rest } = options;
  const document = svgDocument as unknown as Document;
  const plot = Plot.plot({ ...withoutLegends(rest), document, figure: false });
  const root = plot as unknown as SvgElement & Plot.Plot;
  // Plot warns on the console, and with a sign in the picture, which is not the reader's business.
  if (root.children.at(-1)?.text.startsWith('\u26a0')) root.children.pop();
  return root;
}

/** What `drawPlot` gave, as text. */
export function writePlot(root: SvgElement, { width, height, label }: RenderSize): string {
  const open = `<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(label)}" font-family="system-ui, sans-serif" font-size="${fontSize}" fill="currentColor" text-anchor="middle">`;
  return nameByContent(`${open}${writeChildren(root)}</svg>`);
}

function withoutLegends(options: Plot.PlotOptions): Plot.PlotOptions {
  const kept = { ...options };
  for (const scale of ['color', 'opacity', 'symbol'] as const)
    if (options[scale]) kept[scale] = { ...options[scale], legend: false };
  return kept;
}

function writeChildren({ text, children }: SvgElement): string {
  let inner = escapeText(text);
  for (const child of children) inner += writeElement(child);
  return inner;
}

function writeElement(element: SvgElement): string {
  const name = element.localName;
  if (name === 'style' || name === 'script') return '';
  const inner = writeChildren(element);
  if (name === 'g' && inner === '') return '';
  const attributes = readAttributes(element, name);
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
}

function readAttributes(element: SvgElement, name: string): string {
  const attributes = new Map<string, string>();
  const classes: string[] = [];
  for (const [key, value] of element.attributes) {
    const themed = key === 'aria-label' ? axisClass(value) : themeClass(key, value);
    if (themed !== null) classes.push(themed);
    if (themed !== null || isRefused(key, value, name)) continue;
    attributes.set(key, key === 'd' ? compactPath(value) : roundNumbers(value));
  }
  if (classes.length > 0)
    attributes.set('class', [...classes, attributes.get('class') ?? ''].join(' ').trim());
  // Lines of text have their own x, which counts from where the whole text was moved to.
  if (name === 'text' && element.children.length === 0) placeText(attributes);
  let text = '';
  for (const key of [...attributes.keys()].sort())
    text += ` ${key}="${escapeText(attributes.get(key) ?? '')}"`;
  return text;
}

/** Plot names groups with aria-label, which a group may not have; inline styles and code break the pages' policy. */
function isRefused(key: string, value: string, name: string): boolean {
  if (key === 'style' || key.startsWith('on')) return true;
  if (key.startsWith('aria-')) return name === 'g';
  return key.endsWith('href') && !isHarmlessLink(value, name);
}

/** A link of the web, one within the site, or a picture written out: nothing that a browser would run. */
function isHarmlessLink(link: string, name: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(link.replace(/[\p{Cc}\s]/gu, ''))?.[1]?.toLowerCase();
  if (scheme === 'data') return name === 'image';
  return scheme === undefined || ['http', 'https', 'mailto'].includes(scheme);
}

/** A text that is only moved takes plain coordinates, which is shorter than a transform. */
function placeText(attributes: Map<string, string>): void {
  const moved = /^translate\(([^, ]+),([^)]+)\)$/.exec(attributes.get('transform') ?? '');
  const [x, y] = [moved?.[1], moved?.[2]];
  if (x === undefined || y === undefined || attributes.has('x')) return;
  const lineShift = attributes.get('y');
  attributes.delete('transform');
  attributes.set('x', x);
  attributes.set('y', y);
  if (lineShift !== undefined) attributes.set('dy', lineShift);
}

/** Replaces the ids that Plot numbers by a process-wide counter with ids that depend on the picture alone. */
function nameByContent(svg: string): string {
  const names = new Map<string, number>();
  const numbered = svg.replace(/\bplot-(?:clip|marker|pattern)-\d+/g, (id) => {
    const number = names.get(id) ?? names.size;
    names.set(id, number);
    return `plot-id-${number}`;
  });
  if (names.size === 0) return svg;
  const hash = createHash('sha256').update(numbered).digest('hex').slice(0, 8);
  return numbered.replace(/\bplot-id-(?=\d)/g, `c${hash}-`);
}
