import { createHash } from 'node:crypto';
import path from 'node:path';
import { type ChartSite, chartFiles, licence, pictureOf, type ShownChart } from '../chart/files.ts';
import { fitPicture, previewSize } from '../chart/picture.ts';
import { createPainter, type Painter } from '../chart/stand-alone.ts';
import { escapeText } from '../chart/svg.ts';
import { ClipbookError } from '../errors.ts';
import { createPngDrawer, type DrawPng } from '../export/png.ts';
import { hasFiles, readJson, readRecords, removeFiles, writeFiles, writeJson } from '../export/site-files.ts';

export interface ChartFilesOptions {
  /** Where pages keep the charts that they show, and the files made of them stay from build to build. */
  folder: string;
  /** Paths under the base of all pages, and of those that this build rendered: `/accounts/nasa/`. */
  pages: readonly string[];
  rendered: ReadonlySet<string>;
  site: ChartSite;
  /** The style sheet of charts. */
  css: string;
  /** The page that every embed is made from, with words in it that the chart's own take the place of. */
  template: string;
  /** Hash of the code that makes the files. */
  code: string;
}

/** What was made for a page: its files, and the hash of what each picture was drawn from. */
interface PageFiles {
  files: string[];
  pictures: Record<string, string>;
}

interface Index {
  key: string;
  pages: Record<string, PageFiles>;
}

/** Folder in which pages keep their charts. */
export const recordsFolder = (folder: string) => path.join(folder, 'pages');
const filesFolder = (folder: string) => path.join(folder, 'files');
const indexFile = (folder: string) => path.join(folder, 'index.json');

/** True where all files are there that were made for the charts of the last build. */
export async function areChartFilesThere(folder: string): Promise<boolean> {
  const index = await readJson<Index>(indexFile(folder));
  return (
    index !== null &&
    hasFiles(
      filesFolder(folder),
      Object.values(index.pages).flatMap(({ files }) => files),
    )
  );
}

/**
 * The files of every chart of the site by their path on it, and where each lies: `/c/<id>.svg`, `.png`, `.csv`, `.json`,
 * `.metadata.json`, `.oembed.json`, and `/embed/<id>/`. Those of pages that were taken over stay as they are.
 *
 * @throws ClipbookError `chart_id_taken` where two pages have a chart of one id
 */
export async function makeChartFiles(
  options: ChartFilesOptions,
): Promise<{ files: Map<string, string>; drawn: number }> {
  const { folder, pages, rendered, site, css, template, code } = options;
  const key = hashOf(JSON.stringify([site, css, template, code]));
  const before = await readJson<Index>(indexFile(folder));
  // Until this has come to its end nobody is to rely on what is there.
  await removeFiles(folder, ['index.json']);
  const make = { ...options, painter: createPainter(css, 'light'), drawPng: lazily(createPngDrawer) };
  const after: Index = { key, pages: {} };
  const owners = new Map<string, string>();
  let drawn = 0;
  for (const page of pages) {
    const known = before?.pages[page];
    let made = before?.key === key && !rendered.has(page) ? known : undefined;
    if (!made) {
      const shown = await readRecords<ShownChart>(recordsFolder(folder), page);
      made = await makePage(shown, known?.pictures ?? {}, make);
      drawn += Object.entries(made.pictures).filter(([file, from]) => known?.pictures[file] !== from).length;
    }
    if (made.files.length > 0) after.pages[page] = made;
    for (const file of made.files) refuseSecond(owners, file, page);
  }
  const gone = Object.values(before?.pages ?? {})
    .flatMap(({ files }) => files)
    .filter((file) => !owners.has(file));
  await removeFiles(filesFolder(folder), gone);
  await writeJson(indexFile(folder), after);
  return {
    files: new Map([...owners.keys()].sort().map((file) => [file, path.join(filesFolder(folder), file)])),
    drawn,
  };
}

type Making = ChartFilesOptions & { painter: Painter; drawPng: () => Promise<DrawPng> };

async function makePage(
  charts: readonly ShownChart[],
  known: PageFiles['pictures'],
  { folder, site, template, painter, drawPng }: Making,
): Promise<PageFiles> {
  const made: PageFiles = { files: [], pictures: {} };
  for (const shown of charts) {
    const files = new Map<string, string | Uint8Array>(chartFiles(shown, site, painter));
    files.set(`embed/${shown.id}/index.html`, fillTemplate(template, shown));
    const picture = pictureOf(shown, site, painter);
    const preview = fitPicture(picture, previewSize.width, previewSize.height, painter);
    const wanted = [
      ...(shown.png ? [{ file: `c/${shown.id}.png`, svg: picture.svg, scale: 2 }] : []),
      ...(shown.preview ? [{ file: `c/${shown.id}.preview.png`, svg: preview.svg, scale: 1 }] : []),
    ];
    for (const { file, svg, scale } of wanted) {
      made.pictures[file] = hashOf(svg);
      if (known[file] !== made.pictures[file] || !hasFiles(filesFolder(folder), [file]))
        files.set(file, await (await drawPng())(svg, scale));
    }
    await writeFiles(filesFolder(folder), files);
    made.files.push(...files.keys(), ...wanted.map(({ file }) => file).filter((file) => !files.has(file)));
  }
  return made;
}

function refuseSecond(owners: Map<string, string>, file: string, page: string): void {
  const first = owners.get(file);
  if (first !== undefined)
    throw new ClipbookError(
      'chart_id_taken',
      `Two charts are called "${path.posix.basename(file).replace(/\..*$/, '')}": on ${first} and on ${page}.`,
      { hint: 'Give one of them another id: lineChart(rows, { id: "…" }).' },
    );
  owners.set(file, page);
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

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);

function lazily<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}
