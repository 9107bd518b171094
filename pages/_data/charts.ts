import { type Chart, type ChartsTask, readSettings, type ShownChart } from '#lib';
import { partsFor } from '#lib/export/glyphs';

/** The charts of one page as it is rendered, in their order. */
const byRequest = new WeakMap<Request, ShownChart[]>();

/** What a component knows of the page that it is on. */
export interface Place {
  request: Request;
  url: URL;
  locals: { charts?: ChartsTask };
}

/**
 * Enters a chart among those that have files of their own, and gives its id on the site: its own, behind the name of the
 * report where it is on one, and with a number where the page has that id already.
 */
export function enterChart({ request, url, locals }: Place, chart: Chart): ShownChart {
  const charts = byRequest.get(request) ?? [];
  byRequest.set(request, charts);
  const page = pathOf(url);
  const scope = /^\/reports\/(.+?)\/$/.exec(page)?.[1]?.replaceAll('/', '-');
  const wanted = scope === undefined || chart.id.startsWith(`${scope}-`) ? chart.id : `${scope}-${chart.id}`;
  let id = wanted;
  for (let n = 2; charts.some((other) => other.id === id); n++) id = `${wanted}-${n}`;
  const { id: _, svgNarrow, places, placesNarrow, panels, panelsNarrow, ...kept } = chart;
  const shown: ShownChart = { id, chart: kept, page, pageTitle: '', figure: '', png: false, preview: false };
  charts.push(shown);
  const isFirst = charts.length === 1;
  const images = locals.charts?.images ?? 'none';
  if (images === 'none' || (images === 'first' && !isFirst)) return shown;
  const { site, title } = readSettings();
  // All that the picture says, its foot too.
  const words = [chart.svg, chart.title, chart.subtitle, chart.source, title, site ?? ''].join('');
  if (partsFor(words) === null) shown.lacksGlyphs = true;
  else {
    shown.png = true;
    shown.preview = isFirst && site !== null;
  }
  return shown;
}

/** Hands the page's charts over to the build, and gives the first that is its preview image. */
export function keepCharts({ request, locals }: Place, pageTitle: string): ShownChart | undefined {
  const charts = byRequest.get(request) ?? [];
  for (const shown of charts) shown.pageTitle = pageTitle;
  locals.charts?.keep(charts);
  return charts.find(({ preview }) => preview);
}

/** The path below the base, with a slash at either end. */
function pathOf({ pathname }: URL): string {
  const base = import.meta.env.BASE_URL.replace(/\/+$/, '');
  return pathname
    .slice(base.length)
    .replace(/index\.html$/, '')
    .replace(/\/?$/, '/');
}
