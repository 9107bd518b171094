import { hash } from 'node:crypto';
import path from 'node:path';
import {
  type ChartSite,
  type ChartsTask,
  chartFiles,
  licence,
  pictureOf,
  type ShownChart,
} from '../chart/files.ts';
import { fitPicture, previewSize } from '../chart/picture.ts';
import { createPainter, type Painter } from '../chart/stand-alone.ts';
import { escapeText } from '../chart/svg.ts';
import { ClipbookError } from '../errors.ts';
import { createPngDrawer, type DrawPng } from '../export/png.ts';
import { isSameStamp, readTextFile, stampOf, writeInto } from '../operate/site/place.ts';
import type { MadeFile, PageRecord } from '../operate/site/record.ts';
import type { FilesBeside } from '../operate/site/render-pages.ts';

/** The files of charts, which lie beside the pages that show them. */

export interface ChartFilesTask extends Pick<ChartsTask, 'images'> {
  site: ChartSite;
  /** The style sheet of charts. */
  css: string;
  /** The page that every embed is made from, with words in it that the chart's own take the place of. */
  template: string;
  /** The folder of the site. */
  out: string;
  /** Files that the last build made in this very way, by page and their own path. */
  known: Record<string, Record<string, MadeFile>>;
}

/** Hash of all that files of charts are made of besides the charts, but for the commit that they name. `code` is that of the library. */
export function hashOfMaking(
  { site, css, template }: Pick<ChartFilesTask, 'site' | 'css' | 'template'>,
  code: string,
): string {
  return hashOf(JSON.stringify([{ ...site, commit: null }, css, template, code]));
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

/**
 * Refuses charts of one id on two pages; `pages` are files of pages, each with the files beside it.
 *
 * @throws ClipbookError `chart_id_taken`
 */
export function refuseSameIds(pages: Iterable<readonly [page: string, files: readonly string[]]>): void {
  const owners = new Map<string, string>();
  for (const [file, files] of pages) {
    const page = `/${file.replace(/index\.html$/, '')}`;
    for (const each of files) {
      const first = owners.get(each);
      if (first !== undefined)
        throw new ClipbookError(
          'chart_id_taken',
          `Two charts are called "${path.posix.basename(each).replace(/\..*$/, '')}": on ${first} and on ${page}.`,
          { hint: 'Give one of them another id: lineChart(rows, { id: "…" }).' },
        );
      owners.set(each, page);
    }
  }
}

const isMetadata = (file: string) => /^c\/[^/]+\.metadata\.json$/.test(file);

/** What is known of charts, with another commit: the text, and the hash that stands for it. Null for a file that names none. */
export function withCommit(
  file: string,
  text: () => string,
  commit: string | null,
): { text: string; from: string } | null {
  if (!isMetadata(file)) return null;
  const renewed = text().replace(
    /^ {2}"commit": .*?(,?)$/m,
    (_, comma) => `  "commit": ${JSON.stringify(commit)}${comma}`,
  );
  return { text: renewed, from: hashOf(renewed) };
}

/** Writes what is known of the charts of reused pages with another commit, and gives the hash of each such file. */
export function renewCommit(
  reused: ReadonlyMap<string, Pick<PageRecord, 'made'>>,
  commit: string | null,
  { out, next }: { out: string; next: string },
): Map<string, string> {
  const renewed = new Map<string, string>();
  const folders = new Set<string>();
  for (const file of [...reused.values()].flatMap(({ made }) => Object.keys(made))) {
    const found = withCommit(file, () => readTextFile(path.join(out, file)), commit);
    if (found === null) continue;
    writeInto(next, file, found.text, folders);
    renewed.set(file, found.from);
  }
  return renewed;
}

/** The words of the template, as `pages/embed/index.astro` has them. */
function fillTemplate(template: string, { id, chart, figure, page, pageTitle }: ShownChart): string {
  const words: Record<string, string> = {
    'chart-title': escapeText(chart.title),
    'chart-id': id,
    'chart-licence': licence,
    'chart-page-title': escapeText(pageTitle),
  };
  return template
    .replace(
      /chart-(?:page-title|title|id|licence)-here/g,
      (word) => words[word.replace('-here', '')] ?? word,
    )
    .replace(
      /href="([^"]*)\/chart-page-here\/"/,
      (_, base: string) => `href="${base}${escapeText(encodeURI(page))}"`,
    )
    .replace('<chart-figure-here></chart-figure-here>', () => figure);
}

function hashOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 20);
}

function lazily(open: () => Promise<DrawPng>): () => Promise<DrawPng> {
  let opened: Promise<DrawPng> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}
