import * as Plot from '@observablehq/plot';
import { msOf } from '../calendar.ts';
import { dayLong } from '../format.ts';
import type { Annotation } from '../schema/watchlist.ts';
import type { Frame } from './frame.ts';
import type { Series, Span } from './series.ts';

export interface NumberedNote {
  number: number;
  ms: number;
  note: string;
}

/** Room above the plot area for the numbers. */
export const annotationLane = 20;

/**
 * The annotations that concern the chart, numbered by date: those of an account in it (by handle) or of every account
 * (`*`), within the days that it shows. Where several accounts are shown, the account is named.
 */
export function numberAnnotations(
  annotations: readonly Annotation[],
  series: readonly Series[],
  span: Span | null,
): NumberedNote[] {
  if (!span) return [];
  const handles = new Set(series.map(({ handle }) => handle));
  return annotations
    .filter(
      ({ date, subject }) =>
        (subject === '*' || handles.has(subject)) && date >= span.first && date <= span.last,
    )
    .sort((a, b) => (a.date === b.date ? compareText(a.text, b.text) : compareText(a.date, b.date)))
    .map(({ date, subject, text, link }, i) => {
      const who = subject === '*' || series.length === 1 ? '' : `@${subject}: `;
      return {
        number: i + 1,
        ms: msOf(date),
        note: `(${i + 1}) ${dayLong(date)}: ${who}${text}${link === '' ? '' : ` ${link}`}`,
      };
    });
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A line at each annotation with its number above it; numbers that would collide stand together: 2–4. */
export function drawAnnotations(notes: readonly NumberedNote[], frame: Frame): Plot.Markish[] {
  if (notes.length === 0) return [];
  const groups: { from: NumberedNote; to: NumberedNote; end: number; place: number }[] = [];
  for (const note of notes) {
    const place = frame.x.place(note.ms);
    const group = groups.at(-1);
    if (group && place - group.end < 22) {
      group.to = note;
      group.end = place;
      group.place = (frame.x.place(group.from.ms) + place) / 2;
    } else groups.push({ from: note, to: note, end: place, place });
  }
  const labels = groups.map(({ from, to, place }) => ({
    at: frame.x.invert(place),
    text: from === to ? String(from.number) : `${from.number}–${to.number}`,
  }));
  return [
    Plot.ruleX(notes, { x: 'ms', className: 'event' }),
    Plot.text(labels, {
      x: 'at',
      text: 'text',
      frameAnchor: 'top',
      lineAnchor: 'bottom',
      dy: -4,
      className: 'event-number',
    }),
  ];
}
