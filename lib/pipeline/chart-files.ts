import path from 'node:path';
import { escapeText } from '../chart/escape.ts';
import { type ChartSite, type ChartsTask, chartFiles, pictureOf, type ShownChart } from '../chart/files.ts';
import { fitPicture, previewSize } from '../chart/picture.ts';
import { createPainter, type Painter } from '../chart/stand-alone.ts';
import { createPngDrawer, type DrawPng } from '../export/png.ts';
import { isSameStamp, stampOf } from '../operate/site/place.ts';
import type { MadeFile } from '../operate/site/record.ts';
import type { FilesBeside } from '../operate/site/render-pages.ts';
import { type ChartMaking, hashOf } from './chart-records.ts';

/** The files of charts, which lie beside the pages that show them. */

export interface ChartFilesTask extends ChartMaking, Pick<ChartsTask, 'images'> {
  /** The folder of the site. */
  out: string;
  /** Files that the last build made in this very way, by page and their own path. */
  known: Record<string, Record<string, MadeFile>>;
}

/**
 * Makes the files of the charts of a page: `/c/<id>.svg`, `.png`, `.csv`, `.json`, `.metadata.json`, `.oembed.json`, and
 * `/embed/<id>/`. What lies in the folder of the site and is made of the same is not made again.
 */
export function openChartFiles(
  task: ChartFilesTask,
): (page: string, charts: readonly ShownChart[]) => Promise<FilesBeside> {
  const { site, css, template, out } = task;
  const painter = createPainter(css, 'light');
  const drawPng = lazily(createPngDrawer);
  return async (page, charts) => {
    const beside: FilesBeside = { made: {}, written: [] };
    const add = async (file: string, of: string, content: () => string | Promise<Uint8Array>) => {
      const from = hashOf(of);
      beside.made[file] = from;
      const known = task.known[page]?.[file];
      if (known?.from !== from || !isSameStamp(stampOf(path.join(out, file)), known.stamp))
        beside.written.push([file, await content()]);
    };
    for (const shown of charts) {
      const texts = chartFiles(shown, site, painter);
      texts.set(`embed/${shown.id}/index.html`, fillTemplate(template, shown));
      for (const [file, text] of texts) await add(file, text, () => text);
      for (const { file, svg, scale } of picturesOf(shown, site, painter))
        await add(file, svg, async () => (await drawPng())(svg, scale));
    }
    return beside;
  };
}

function picturesOf(
  shown: ShownChart,
  site: ChartSite,
  painter: Painter,
): { file: string; svg: string; scale: number }[] {
  const { id, png, preview } = shown;
  if (!png && !preview) return [];
  const picture = pictureOf(shown, site, painter);
  const { width, height } = previewSize;
  return [
    ...(png ? [{ file: `c/${id}.png`, svg: picture.svg, scale: 2 }] : []),
    ...(preview
      ? [{ file: `c/${id}.preview.png`, svg: fitPicture(picture, width, height, painter).svg, scale: 1 }]
      : []),
  ];
}

/** The words of the template, as `pages/embed/index.astro` has them. */
function fillTemplate(template: string, { id, chart, figure, page, pageTitle }: ShownChart): string {
  const words: Record<string, string> = {
    'chart-title': escapeText(chart.title),
    'chart-id': id,
    'chart-page-title': escapeText(pageTitle),
  };
  return template
    .replace(/chart-(?:page-title|title|id)-here/g, (word) => words[word.replace('-here', '')] ?? word)
    .replace(
      /href="([^"]*)\/chart-page-here\/"/,
      (_, base: string) => `href="${base}${escapeText(encodeURI(page))}"`,
    )
    .replace('<chart-figure-here></chart-figure-here>', () => figure);
}

function lazily(open: () => Promise<DrawPng>): () => Promise<DrawPng> {
  let opened: Promise<DrawPng> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}
