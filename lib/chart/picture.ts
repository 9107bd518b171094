import type { Chart } from './chart.ts';
import { escapeText } from './escape.ts';
import type { Painter } from './stand-alone.ts';
import { textWidth } from './text-width.ts';
import { fontSize } from './theme.ts';

/** Size of a preview image, which the services that show links agree on. */
export const previewSize = { width: 1200, height: 630 };

const edge = 16;
const titleSize = 20;
const subtitleSize = 14;
const footSize = 12;

/** A chart as one picture for elsewhere: title, subtitle, the wide rendering and a foot, on paper, in colours of its own. */
export interface Picture {
  svg: string;
  width: number;
  height: number;
}

/** `foot` is the last line: source, as-of, where it is from. Long lines are broken between words. */
export function drawPicture(
  chart: Pick<Chart, 'title' | 'subtitle' | 'svg' | 'alt'>,
  foot: string,
  painter: Painter,
): Picture {
  const drawn = sizeOf(chart.svg);
  const width = drawn.width + 2 * edge;
  const parts: string[] = [];
  let y = edge;
  const write = (text: string, size: number, weight: number, colour: string) => {
    for (const line of breakLines(text, drawn.width, size, weight > 500)) {
      y += Math.round(size * 1.25);
      parts.push(
        `<text x="${edge}" y="${y - Math.round(size * 0.3)}" font-size="${size}" font-weight="${weight}" fill="${painter.colour(colour)}">${escapeText(line)}</text>`,
      );
    }
  };
  write(chart.title, titleSize, 600, '--chart-ink');
  write(chart.subtitle, subtitleSize, 400, '--chart-ink-2');
  y += 8;
  parts.push(placed(painter.paint(chart.svg), edge, y, drawn));
  y += drawn.height + 8;
  write(foot, footSize, 400, '--chart-ink-2');
  const height = y + edge;
  const paper = `<rect width="${width}" height="${height}" fill="${painter.colour('--chart-paper')}"/>`;
  return { svg: `${open(width, height, chart.alt)}${paper}${parts.join('')}</svg>`, width, height };
}

/** A picture within another shape, as large as fits, on the same paper: for previews, which are cut otherwise. */
export function fitPicture(picture: Picture, width: number, height: number, painter: Painter): Picture {
  const scale = Math.min(width / picture.width, height / picture.height);
  const size = { width: round(picture.width * scale), height: round(picture.height * scale) };
  const [x, y] = [round((width - size.width) / 2), round((height - size.height) / 2)];
  const inner = picture.svg.replace(
    /^<svg[^>]*>/,
    `<svg x="${x}" y="${y}" width="${size.width}" height="${size.height}" viewBox="0 0 ${picture.width} ${picture.height}">`,
  );
  const paper = `<rect width="${width}" height="${height}" fill="${painter.colour('--chart-paper')}"/>`;
  const label = /aria-label="([^"]*)"/.exec(picture.svg)?.[1] ?? '';
  return {
    svg: `${open(width, height, null).replace('>', ` aria-label="${label}">`)}${paper}${inner}</svg>`,
    width,
    height,
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

const open = (width: number, height: number, label: string | null) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="'Source Sans 3', system-ui, sans-serif"${label === null ? '' : ` aria-label="${escapeText(label)}"`}>`;

/** A drawn chart at its place in the picture; its name is the whole picture's. */
function placed(
  svg: string,
  x: number,
  y: number,
  { width, height }: { width: number; height: number },
): string {
  return svg.replace(/^<svg([^>]*)>/, (_, attributes: string) => {
    const kept = attributes.replace(/ (?:xmlns|role|aria-label|font-family|width|height)="[^"]*"/g, '');
    return `<svg x="${x}" y="${y}" width="${width}" height="${height}" overflow="visible"${kept}>`;
  });
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width ?? 720), height: Number(height ?? 300) };
}

function breakLines(text: string, width: number, size: number, bold: boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && (textWidth(longer, bold) * size) / fontSize > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
