/** What every chart function gives: text that a page prints, and nothing that needs a script. */
export interface Chart {
  /** Stable across builds and independent of the data: `<kind>-<measure>-<subject>` unless one was passed in. */
  id: string;
  kind: string;
  /** The finding or the question. */
  title: string;
  /** Measure, unit, period and zone. */
  subtitle: string;
  /** The wide rendering (720 units unless `width` says otherwise). */
  svg: string;
  /** The narrow rendering for phones (340 units), or null where it was not asked for. */
  svgNarrow: string | null;
  /** One sentence that says what the picture shows: direction, range, extremes, last value, gaps. */
  alt: string;
  /** For the foot, in order: annotations written out, gaps, interpolation, rounding, axis. */
  notes: string[];
  /** Where the numbers came from, in words; empty where no row says. */
  source: string;
  /** The instant until which its rows look, where they say. */
  asOf?: string;
  /** What computed its numbers, as the column `method` names it: `day-grid@1`; none where no row says. */
  methods?: readonly string[];
  table: ChartTable;
  /** Where the rows of the table are in the wide rendering, in reading order; empty where none is. */
  places: readonly Place[];
  /** The same in the narrow rendering. */
  placesNarrow: readonly Place[];
  /** Of a picture of panels that share their x-axis: where they are. Places are those of the first. */
  panels?: PanelGrid;
  panelsNarrow?: PanelGrid;
}

/** Where the panels of a rendering are, in its user units: rows of panels of one size, the first at the left edge. */
export interface PanelGrid {
  count: number;
  columns: number;
  /** From the left edge of a panel to that of the next. */
  pitch: number;
  /** The top of the first row, and how far the next is below it. */
  top: number;
  rowPitch: number;
  height: number;
}

/** Where one row of the chart's table is in a rendering, in its user units. */
export interface Place {
  /** Index of the row in `table.rows`. */
  row: number;
  x: number;
  y: number;
}

/** One rendering of a chart. */
export interface Drawing {
  svg: string;
  places: readonly Place[];
  panels?: PanelGrid;
}

export interface ChartTable {
  columns: ChartColumn[];
  /** Newest first where rows are days. The first cell is the row's header; null is "not observed". */
  rows: (string | number | null)[][];
}

export interface ChartColumn {
  key: string;
  title: string;
  unit?: string;
  numeric: boolean;
  /** A change, whose sign is written. */
  signed?: boolean;
  /** SVG text for each row, empty where it has none: bars beside the numbers, lines in their place. */
  marks?: { kind: 'bar' | 'line'; cells: readonly string[] };
}

/** What every chart takes besides its rows. */
export interface ChartOptions {
  id?: string | undefined;
  title?: string | undefined;
  subtitle?: string | undefined;
  /** Width of the wide rendering in user units. @default 720 */
  width?: number | undefined;
  /** Width of the narrow rendering; null for none. @default 340 */
  narrowWidth?: number | null | undefined;
}

/** Words as a path segment: lower case letters, digits and single hyphens; `chart` where nothing is left. */
export function chartId(...words: readonly string[]): string {
  const slug = words
    .join('-')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'chart' : slug;
}

/** Draws both renderings. */
export function renderWidths(
  options: ChartOptions,
  draw: (width: number) => Drawing,
): Pick<Chart, 'svg' | 'svgNarrow' | 'places' | 'placesNarrow' | 'panels' | 'panelsNarrow'> {
  const narrowWidth = options.narrowWidth === undefined ? 340 : options.narrowWidth;
  const wide = draw(options.width ?? 720);
  const narrow = narrowWidth === null ? null : draw(narrowWidth);
  return {
    svg: wide.svg,
    svgNarrow: narrow?.svg ?? null,
    places: wide.places,
    placesNarrow: narrow?.places ?? [],
    ...(wide.panels && { panels: wide.panels }),
    ...(narrow?.panels && { panelsNarrow: narrow.panels }),
  };
}
