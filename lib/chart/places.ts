import type { Place } from './chart.ts';
import type { Frame } from './frame.ts';
import { allPoints, type Series } from './series.ts';

/**
 * A place for each day of which something is known, from the first to the last, as `tabulate` lists them from the last to the
 * first: at the leading line where it is known, else at the first line that is.
 */
export function placeDays(all: readonly Series[], lead: Series | undefined, frame: Frame): Place[] {
  const days = new Map<number, number | null>();
  for (const series of lead ? [lead, ...all] : all)
    for (const { ms, value } of allPoints(series)) days.set(ms, days.get(ms) ?? value);
  const inOrder = [...days].sort(([a], [b]) => a - b);
  return inOrder.flatMap(([ms, value], i) =>
    value === null ? [] : [{ row: inOrder.length - 1 - i, x: frame.x.place(ms), y: frame.y.place(value) }],
  );
}
