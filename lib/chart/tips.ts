import type { PanelGrid, Place } from './chart.ts';

/**
 * The places of a chart's rows as a short text, for an attribute: `rows;x;y`, coordinates to a tenth of a unit. Each of
 * the three is a list of steps from one to the next, the first from 0, `3*12` for twelve steps of 3; coordinates that lie
 * on a line over the rows, as days do, are `=first step` instead: where the first is, and how far a row is from the one
 * before it in the table. Empty for no places. `pages/_scripts/places.ts` reads it.
 */
export function encodePlaces(places: readonly Place[]): string {
  if (places.length === 0) return '';
  const rows = places.map(({ row }) => row);
  const axes = [places.map(({ x }) => x), places.map(({ y }) => y)];
  return [
    writeSteps(rows),
    ...axes.map((axis) => writeLine(rows, axis) ?? writeSteps(axis.map(tenths))),
  ].join(';');
}

/**
 * Panels as text for an attribute: how far they are apart, and the path of a line at the left edge of each, `185;M0 36v56M185 36v56`. Empty
 * for none.
 */
export function encodePanels(panels: PanelGrid | undefined): string {
  if (!panels) return '';
  const { pitch, columns, rowPitch, count, top, height } = panels;
  const at = (value: number) => tenths(value) / 10;
  const lines = Array.from(
    { length: count },
    (_, i) => `M${at((i % columns) * pitch)} ${at(top + Math.floor(i / columns) * rowPitch)}v${at(height)}`,
  );
  return `${at(pitch)};${lines.join('')}`;
}

const tenths = (value: number) => Math.round(value * 10);

/** `=first step`, or null where a place would be more than half a tenth off. */
function writeLine(rows: readonly number[], axis: readonly number[]): string | null {
  const [firstRow = 0, lastRow = 0] = [rows[0], rows.at(-1)];
  const [first = 0, last = 0] = [axis[0], axis.at(-1)];
  if (axis.length < 3 || firstRow === lastRow) return null;
  const start = Number(first.toFixed(2));
  const step = Number(((last - first) / (lastRow - firstRow)).toFixed(5));
  const fits = axis.every((value, i) => Math.abs(start + step * ((rows[i] ?? 0) - firstRow) - value) <= 0.05);
  return fits ? `=${start} ${step}` : null;
}

/** A minus sign parts two numbers as well as a space does. */
function writeSteps(values: readonly number[]): string {
  let text = '';
  for (let i = 0; i < values.length; ) {
    const step = stepTo(values, i);
    let end = i + 1;
    while (end < values.length && stepTo(values, end) === step) end++;
    text += `${i > 0 && step >= 0 ? ' ' : ''}${step}${end - i > 1 ? `*${end - i}` : ''}`;
    i = end;
  }
  return text;
}

const stepTo = (values: readonly number[], i: number) => (values[i] ?? 0) - (values[i - 1] ?? 0);
