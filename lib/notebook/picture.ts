import { load } from 'cheerio';

/** What Observable Plot gives without the chart functions: its options, to be drawn by the page, or an element that is drawn. */
export type Picture = { options: PlotOptions } | { svg: string };

/** Plot's options, as far as they are told apart here. */
export interface PlotOptions {
  marks: readonly unknown[];
  title?: unknown;
  caption?: unknown;
  ariaLabel?: unknown;
  height?: unknown;
}

/**
 * The picture in a value: Plot's options (`{ marks: […] }`, which is what `Plot.plot` of a cell gives), a single mark, or an
 * `<svg>` element, alone or in the `<figure>` that Plot wraps around it. Null where it is none of them.
 */
export function pictureOf(value: unknown): Picture | null {
  if (typeof value !== 'object' || value === null) return null;
  if (isElement(value)) {
    const svg = readSvg(value.outerHTML);
    return svg === null ? null : { svg };
  }
  if ('marks' in value && Array.isArray(value.marks)) return { options: value as PlotOptions };
  // A mark of several is a list of marks with a method.
  if (isMark(value) || (Array.isArray(value) && 'plot' in value)) return { options: { marks: [value] } };
  return null;
}

function isElement(value: object): value is { outerHTML: string } {
  return (
    'outerHTML' in value &&
    typeof value.outerHTML === 'string' &&
    'localName' in value &&
    (value.localName === 'svg' || value.localName === 'figure')
  );
}

function isMark(value: object): boolean {
  return (
    'initialize' in value &&
    typeof value.initialize === 'function' &&
    'render' in value &&
    typeof value.render === 'function'
  );
}

/** The first SVG in the markup without what the policy of a page refuses: scripts, handlers, styles, foreign parts, links elsewhere. */
function readSvg(markup: string): string | null {
  const $ = load(markup, { xml: { decodeEntities: true } });
  const svg = $('svg').first();
  if (svg.length === 0) return null;
  svg.find('script, style, foreignObject, image, a, animate, set').remove();
  for (const element of [
    svg,
    ...svg
      .find('*')
      .toArray()
      .map((each) => $(each)),
  ])
    for (const [name, text] of Object.entries(element.attr() ?? {}))
      if (/^(?:on|style$)/i.test(name) || (/href$/i.test(name) && !text.startsWith('#')))
        element.removeAttr(name);
  // Plot names groups with aria-label, which a group may not have.
  svg.find('g').removeAttr('aria-label');
  return $.xml(svg);
}
