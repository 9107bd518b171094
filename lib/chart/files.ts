import { csvText } from '../format/rows.ts';
import type { Chart } from './chart.ts';
import { drawPicture, type Picture } from './picture.ts';
import type { Painter } from './stand-alone.ts';

/** A chart as a page of the site shows it: all that its files are made of. */
export interface ShownChart {
  /** Part of its addresses: `/c/<id>.svg`. Stable across builds, one on the whole site. */
  id: string;
  chart: Omit<Chart, 'id' | 'svgNarrow' | 'places' | 'placesNarrow' | 'panels' | 'panelsNarrow'>;
  /** Path of its page under the site's base: `/accounts/nasa/`. */
  page: string;
  pageTitle: string;
  /** Its figure as HTML, for the page that others embed. */
  figure: string;
  /** Whether it has a picture as PNG, and whether it is the preview image of its page. */
  png: boolean;
  preview: boolean;
  /** True where it has none because the typeface of pictures lacks characters of it. */
  lacksGlyphs?: true;
}

/** What a build asks of pages with charts. */
export interface ChartsTask {
  /** Which charts have a PNG too. */
  images: 'all' | 'first' | 'none';
  /** Takes the charts that the page shows, in their order. */
  keep(charts: readonly ShownChart[]): void;
}

/** What the files say of the site that they are from. */
export interface ChartSite {
  title: string;
  /** Absolute URL without a slash at the end; null where it is not known: addresses are then paths. */
  site: string | null;
  base: string;
  /** Commit of the project that the site was built from; null where that is not known. */
  commit: string | null;
}

export const licence = 'The numbers belong to whoever published them.';

/** The files of a chart by their path on the site, but for those that are drawn or need a page: PNG and embed. */
export function chartFiles(shown: ShownChart, site: ChartSite, painter: Painter): Map<string, string> {
  const { id, chart } = shown;
  const { columns, rows } = chart.table;
  const keys = columns.map(({ key }) => key);
  const csv = csvText(keys, { defuse: true });
  const picture = pictureOf(shown, site, painter);
  const files = new Map([
    [`c/${id}.svg`, picture.svg],
    [`c/${id}.csv`, csv.begin + csv.rows(rows) + csv.end],
    [`c/${id}.json`, jsonOf(shown)],
    [`c/${id}.metadata.json`, json(metadataOf(shown, site))],
  ]);
  if (site.site !== null) files.set(`c/${id}.oembed.json`, json(oembedOf(shown, site, picture)));
  return files;
}

/** The chart with its title, subtitle and foot. */
export function pictureOf({ chart }: Pick<ShownChart, 'chart'>, site: ChartSite, painter: Painter): Picture {
  const from = site.site === null ? site.title : `${site.title}, ${site.site.replace(/^https?:\/\//, '')}`;
  return drawPicture(
    chart,
    [chart.source === '' ? '' : `Source: ${chart.source}`, from].filter((part) => part !== '').join(' · '),
    painter,
  );
}

/** Where a path of the site is found: absolute where the site knows its address. */
export function addressOf({ site, base }: Pick<ChartSite, 'site' | 'base'>, path: string): string {
  return `${site ?? ''}${base.replace(/\/+$/, '')}${path}`;
}

function metadataOf({ id, chart, page, pageTitle, png }: ShownChart, site: ChartSite): object {
  const address = (path: string) => addressOf(site, path);
  return {
    id,
    kind: chart.kind,
    title: chart.title,
    subtitle: chart.subtitle,
    description: chart.alt,
    columns: chart.table.columns.map(({ key, title, unit, numeric }) => ({
      key,
      title,
      ...(unit === undefined || unit === '' ? {} : { unit }),
      type: numeric ? 'number' : 'string',
    })),
    rows: chart.table.rows.length,
    missing: 'An empty cell (CSV) or null (JSON) was not observed.',
    notes: chart.notes,
    source: chart.source,
    as_of: chart.asOf ?? null,
    methods: chart.methods ?? [],
    methods_page: address('/docs/methods/'),
    licence,
    commit: site.commit,
    page: { title: pageTitle, url: address(page) },
    files: {
      svg: address(`/c/${id}.svg`),
      ...(png ? { png: address(`/c/${id}.png`) } : {}),
      csv: address(`/c/${id}.csv`),
      json: address(`/c/${id}.json`),
      embed: address(`/embed/${id}/`),
    },
  };
}

/** One object a row, by the columns' keys, a row a line. */
function jsonOf({ chart: { table } }: Pick<ShownChart, 'chart'>): string {
  const rows = table.rows.map((row) =>
    JSON.stringify(Object.fromEntries(table.columns.map(({ key }, i) => [key, row[i] ?? null]))),
  );
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`;
}

/** @see https://oembed.com/ (2.3.4.4, the rich type) */
function oembedOf(shown: ShownChart, site: ChartSite, picture: Picture): object {
  const address = (path: string) => addressOf(site, path);
  const height = embedHeight(picture);
  return {
    version: '1.0',
    type: 'rich',
    title: shown.chart.title,
    provider_name: site.title,
    provider_url: address('/'),
    width: picture.width,
    height,
    html: embedCode(address(`/embed/${shown.id}/`), shown.chart.title, height),
    ...(shown.png
      ? {
          thumbnail_url: address(`/c/${shown.id}.png`),
          thumbnail_width: picture.width * 2,
          thumbnail_height: picture.height * 2,
        }
      : {}),
  };
}

/** Room for the notes under the picture, most of which are one line or two; a page that listens is told the real height. */
export const embedHeight = ({ height }: Pick<Picture, 'height'>): number => Math.ceil(height) + 120;

/** The element that shows a chart on somebody else's page. */
export function embedCode(url: string, title: string, height: number): string {
  const attribute = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<iframe src="${attribute(url)}" title="${attribute(title)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`;
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
