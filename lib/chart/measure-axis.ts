import { compact, exact, percent } from '../format.ts';
import { makeValueAxis, type ValueAxis } from './axes.ts';
import type { ColumnWords } from './objects.ts';
import { textWidth } from './text-width.ts';
import { roundTicks, spreadLogTicks } from './ticks.ts';
import { short } from './words.ts';

/** How the values of a measure are written: shares as percent, counts short, others with the decimals that tell them apart. */
export function writerOf({ unit }: ColumnWords): (value: number) => string {
  return unit === 'fraction' ? percent : writeShort;
}

const writeShort = (value: number) =>
  Number.isInteger(value) || Math.abs(value) >= 1000
    ? short(Math.round(value))
    : exact(Number(value.toPrecision(3)));

/** The share at a tick, with the digits that it has. */
function writePercent(fraction: number): string {
  return `${exact(Number((fraction * 100).toPrecision(3)))}%`;
}

/**
 * An axis for any measure over `low`…`high`: whole numbers, numbers with decimals, or fractions as percent; with round ticks of
 * powers of ten and their halves where it is logarithmic, which needs `low` above 0.
 */
export function makeMeasureAxis(low: number, high: number, measure: ColumnWords, log: boolean): ValueAxis {
  const write = writerOf(measure);
  const isShare = measure.unit === 'fraction';
  if (log) {
    const ticks = spreadLogTicks(low, high);
    const texts = ticks.map(isShare ? writePercent : compact);
    return { ticks, texts, unit: titleOf(measure, 'logarithmic'), log, write, margin: marginFor(texts) };
  }
  if (!isShare && Number.isInteger(low) && Number.isInteger(high)) {
    const axis = makeValueAxis(low, Math.max(high, low + 1), '');
    return { ...axis, unit: titleOf(measure, axis.unit.replace(/^, /, '')), write };
  }
  const ticks = roundTicks(low, high > low ? high : low + (Math.abs(low) || 1), 5, Number.MIN_VALUE);
  const texts = ticks.map(isShare ? writePercent : (tick) => exact(Number(tick.toPrecision(6))));
  return { ticks, texts, unit: titleOf(measure, ''), log, write, margin: marginFor(texts) };
}

const marginFor = (texts: readonly string[]) =>
  Math.max(24, Math.ceil(Math.max(...texts.map((text) => textWidth(text))) + 8));

/** "Views, median (thousand)": the unit only where the title does not say it, and none for shares, whose ticks do. */
function titleOf({ title, unit }: ColumnWords, word: string): string {
  const isSaid = unit === '' || unit === 'fraction' || title.toLowerCase().includes(unit.toLowerCase());
  const rest = [...(isSaid ? [] : [unit]), ...(word === '' ? [] : [word])];
  return rest.length === 0 ? title : `${title} (${rest.join(', ')})`;
}
