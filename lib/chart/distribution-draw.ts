import type * as Plot from '@observablehq/plot';
import { plural } from '../format.ts';
import type { ValueAxis } from './axes.ts';
import { drawMeasureTicks, drawWords, measureAxisHeight, renderCanvas } from './canvas.ts';
import type { Drawing } from './chart.ts';
import type { Group } from './distribution-groups.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow, makeAxis } from './frame.ts';
import { drawPath } from './path-mark.ts';
import { drawStacks } from './stacks.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

/** All that the picture of `distribution` depends on, but its width. */
export interface DistributionModel {
  groups: readonly Group[];
  /** Null where there is nothing to draw. */
  axis: ValueAxis | null;
  log: boolean;
  write: (value: number) => string;
  noun: string;
  highlight: string | undefined;
  alt: string;
}

/** Between the rail of zeros and the logarithmic axis. */
const railWidth = 32;
/** The most dots that stand on each other. */
const mostDots = 11;
const headerHeight = lineHeight + 8;
const quantilesHeight = 22;

export function drawDistribution(model: DistributionModel, width: number): Drawing {
  const { groups, axis, log, alt } = model;
  if (axis === null) return renderEmpty(width, 'nothing to show yet', alt);
  const diameter = isNarrow(width) ? 4 : 5;
  const hasRail = log && groups.some(({ zeros }) => zeros > 0);
  const left = 10;
  const right = width - 14;
  const domain = [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1] as const;
  const scale = makeAxis(domain, [left + (hasRail ? railWidth : 0), right], axis.log);
  // A quantile between zero and the lowest value above it stands at the foot of the axis.
  const place = (value: number) => (hasRail && value === 0 ? left : scale.place(Math.max(value, domain[0])));
  const bins = groups.map(({ values }) => countBins(values, place, diameter));
  const perDot = roundUp(Math.max(...bins.flatMap((counts) => [...counts.values()])) / mostDots);
  const tallest = bins.map((counts) => Math.ceil(Math.max(...counts.values()) / perDot));
  const top = lineHeight + 4;
  const bases: number[] = [];
  let bottom = top;
  for (const dots of tallest) {
    bases.push(bottom + headerHeight + dots * diameter);
    bottom += headerHeight + dots * diameter + quantilesHeight;
  }
  const height = bottom + measureAxisHeight;
  const baseOf = (i: number) => bases[i] ?? 0;
  const stacks = groups.map((group, i) => ({
    counts: bins[i] ?? new Map(),
    y: baseOf(i) - diameter / 2,
    className: classOf(group, model),
  }));
  const marks: Plot.Markish[] = [
    ...drawMeasureTicks(
      axis,
      place,
      { top, bottom, width },
      hasRail ? { x: left, y: bottom + 14, text: '0' } : undefined,
    ),
    ...(hasRail ? [drawPath(`M${left},${top}L${left},${bottom + 5}`, 'zero')] : []),
    drawPath(groups.map((_, i) => `M${left},${baseOf(i)}L${right},${baseOf(i)}`).join(''), 'grid'),
    ...drawStacks(stacks, diameter, perDot),
    ...drawQuantiles(groups, place, baseOf),
    ...drawHeaders(
      model,
      width,
      (i) => baseOf(i) - (tallest[i] ?? 0) * diameter - headerHeight / 2 - 2,
      perDot,
    ),
  ];
  const places = groups.map(({ quantiles }, row) => ({
    row,
    x: place(quantiles[2] ?? 0),
    y: baseOf(row) + 9,
  }));
  return { svg: renderCanvas(marks, { width, height, label: alt }), places };
}

const classOf = ({ name }: Group, { highlight }: DistributionModel) =>
  highlight === undefined || highlight === name ? 'accent' : 'context';

/**
 * How many values fall into each bin, by its middle in user units; a bin without neighbours stands where its values are.
 */
function countBins(
  values: readonly number[],
  place: (value: number) => number,
  size: number,
): Map<number, number> {
  const bins = new Map<number, { count: number; sum: number }>();
  for (const value of values) {
    const x = place(value);
    const bin = Math.round(x / size);
    const { count, sum } = bins.get(bin) ?? { count: 0, sum: 0 };
    bins.set(bin, { count: count + 1, sum: sum + x });
  }
  return new Map(
    [...bins].map(([bin, { count, sum }]) => {
      const isAlone = !bins.has(bin - 1) && !bins.has(bin + 1);
      return [isAlone ? sum / count : bin * size, count];
    }),
  );
}

/** The least of 1, 2, 5, 10, 20 … that is enough. */
function roundUp(wanted: number): number {
  for (let power = 1; ; power *= 10)
    for (const digit of [1, 2, 5]) if (digit * power >= wanted) return digit * power;
}

function drawQuantiles(
  groups: readonly Group[],
  place: (value: number) => number,
  baseOf: (i: number) => number,
): Plot.Markish[] {
  const paths = { whisker: '', quartiles: '', median: '' };
  groups.forEach(({ quantiles }, i) => {
    const y = baseOf(i) + 9;
    const [p10, p25, p50, p75, p90] = quantiles.map((each) => (each === null ? null : place(each)));
    if (p10 != null && p90 != null) paths.whisker += `M${p10},${y}L${p90},${y}`;
    if (p25 != null && p75 != null) paths.quartiles += `M${p25},${y}L${p75},${y}`;
    if (p50 != null) paths.median += `M${p50},${y - 6}L${p50},${y + 6}`;
  });
  const widths = { whisker: 1.5, quartiles: 5, median: 2.5 };
  return (['whisker', 'quartiles', 'median'] as const).flatMap((name) =>
    paths[name] === '' ? [] : [drawPath(paths[name], name, widths[name])],
  );
}

/** Above each group its name, n and median; at the right of the first, what a dot stands for where it is not one row. */
function drawHeaders(
  { groups, write, noun, highlight }: DistributionModel,
  width: number,
  middleOf: (i: number) => number,
  perDot: number,
): Plot.Markish[] {
  const dotSays = perDot === 1 ? '' : `each dot up to ${plural(perDot, noun)}`;
  const headers = groups.map(({ name, n, quantiles }, i) => {
    const rest = `${plural(n, noun)}, median ${write(quantiles[2] ?? 0)}`;
    const bold = name === highlight && name !== '';
    const room =
      width - textWidth(` · ${rest}`, bold) - (i === 0 && !isNarrow(width) ? textWidth(dotSays) + 12 : 4);
    return {
      x: 0,
      y: middleOf(i),
      bold,
      text: name === '' ? rest : `${isolate(fitText(name, room, bold))} · ${rest}`,
    };
  });
  return [
    ...drawWords(
      headers.filter(({ bold }) => !bold),
      'label halo',
      'start',
    ),
    ...drawWords(
      headers.filter(({ bold }) => bold),
      'label strong',
      'start',
    ),
    ...(dotSays === ''
      ? []
      : drawWords(
          [{ x: width, y: middleOf(0) - (isNarrow(width) ? lineHeight - 2 : 0), text: dotSays }],
          'tick',
          'end',
        )),
  ];
}
