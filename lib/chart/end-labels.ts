import * as Plot from '@observablehq/plot';
import { type Frame, isNarrow } from './frame.ts';
import { placeLabels } from './labels.ts';
import { allPoints, type Point, type Series } from './series.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { fontSize, lineHeight } from './theme.ts';
import { type Known, knownPoints } from './words.ts';

export interface EndLabel {
  point: Known;
  /** True where the day of the point is not over. */
  hollow: boolean;
  text: string;
  bold: boolean;
  className: string;
  importance: number;
}

/** The label at each line's last value: the value, with the account in front where there are several. */
export function writeEndLabels(
  all: readonly Series[],
  lead: Series | undefined,
  classOf: (series: Series) => string,
  write: (value: number) => string,
  width: number,
): EndLabel[] {
  const room = isNarrow(width) ? 118 : 190;
  return all.flatMap((series) => {
    const point = knownPoints({ points: [...allPoints(series)] }).at(-1);
    if (!point) return [];
    const hollow = point === series.partial;
    const bold = series === lead;
    const value = write(point.value);
    const text =
      all.length === 1
        ? `${value}${hollow ? ' so far' : ''}`
        : `${isolate(fitText(`@${series.handle}`, room - textWidth(` ${value}`, bold), bold))} ${value}`;
    const importance = bold ? Number.POSITIVE_INFINITY : point.value;
    return [{ point, hollow, text, bold, className: classOf(series), importance }];
  });
}

const gapToText = 8;

/** Room right of the plot area for the labels. */
export function marginOf(labels: readonly EndLabel[]): number {
  return Math.ceil(Math.max(12, ...labels.map(({ text, bold }) => textWidth(text, bold) + gapToText + 2)));
}

/** A dot at the end of each labelled line and its label beside it, moved apart where they would collide. */
export function drawEndLabels(labels: readonly EndLabel[], frame: Frame): Plot.Markish[] {
  const places = placeLabels(
    labels.map(({ point, importance }) => ({ at: frame.y.place(point.value), importance })),
    {
      spacing: lineHeight - 1,
      from: fontSize / 2,
      to: frame.height - frame.marginBottom,
      maxMove: lineHeight - 1,
    },
  );
  const marks: Plot.Markish[] = [];
  for (const className of new Set(labels.map((label) => label.className))) {
    const group = labels.flatMap((label, i) => {
      const place = places[i];
      return label.className === className && place != null ? [{ ...label, y: frame.y.invert(place) }] : [];
    });
    if (group.length === 0) continue;
    for (const hollow of [false, true]) {
      const dots = group.filter((label) => label.hollow === hollow).map(({ point }): Point => point);
      if (dots.length > 0)
        marks.push(
          Plot.dot(dots, {
            x: 'ms',
            y: 'value',
            r: className === 'context' ? 2 : 3.5,
            className: `dot ${hollow ? 'hollow ' : ''}${className}`,
          }),
        );
    }
    marks.push(
      Plot.text(group, {
        // A lone line's label stands at its end, wherever that is; several stand under each other in the margin.
        ...(labels.length === 1 ? { x: ({ point }: EndLabel) => point.ms } : { frameAnchor: 'right' }),
        y: 'y',
        text: 'text',
        textAnchor: 'start',
        dx: gapToText,
        className: `label ${className}`,
      }),
    );
  }
  return marks;
}
