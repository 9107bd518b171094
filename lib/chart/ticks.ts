import { compact, exact } from '../format.ts';

/**
 * Round values that cover a range: the first at or below `low`, the last at or above `high`, at most `maxSteps` apart
 * steps of 1, 2, 2.5 or 5 times a power of ten, never below `minStep` (1 for counts). Needs `low < high`.
 */
export function roundTicks(low: number, high: number, maxSteps: number, minStep = 1): number[] {
  let exponent = Math.floor(Math.log10((high - low) / maxSteps)) - 1;
  for (;;) {
    for (const digit of [1, 2, 2.5, 5]) {
      const step = Number((digit * 10 ** exponent).toPrecision(3));
      if (step < minStep || (Number.isInteger(minStep) && !Number.isInteger(step))) continue;
      const first = Math.floor(low / step + 1e-9);
      const last = Math.ceil(high / step - 1e-9);
      if (last - first <= maxSteps)
        return Array.from({ length: last - first + 1 }, (_, i) =>
          Number(((first + i) * step).toPrecision(15)),
        );
    }
    exponent++;
  }
}

/** Powers of ten that cover a range of positive values. */
export function decadeTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

/**
 * Ticks of a logarithmic axis over positive values: 1, 2 and 5 times powers of ten where six of them are enough, else powers of
 * ten, as far apart as six of them need. The first is at or below `low`, the last at or above `high`.
 */
export function spreadLogTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const fine: number[] = [];
  for (let exponent = first; exponent <= last; exponent++)
    for (const digit of [1, 2, 5]) fine.push(Number(`${digit}e${exponent}`));
  const from = fine.findLastIndex((tick) => tick <= low * (1 + 1e-9));
  const to = fine.findIndex((tick, i) => i > from && tick >= high * (1 - 1e-9));
  if (to - from < 6) return fine.slice(from, to + 1);
  const step = Math.ceil((last - first) / 6);
  const steps = Math.ceil((last - first) / step);
  return Array.from({ length: steps + 1 }, (_, i) => Number(`1e${first + i * step}`));
}

const scales = [
  { divisor: 1e9, word: 'billion', letter: 'B', from: 1e9 },
  { divisor: 1e6, word: 'million', letter: 'M', from: 1e6 },
  { divisor: 1e3, word: 'thousand', letter: 'K', from: 1e4 },
  { divisor: 1, word: '', letter: '', from: 0 },
] as const;

export interface TickScale {
  /** `million`, `thousand` …, empty where the ticks are written in full: it stands once, beside the unit. */
  word: string;
  /** The ticks' texts, in their order. */
  texts: string[];
  /** Writes a value for a label in the chart: in the ticks' unit, with as many decimals as the eye can tell apart. */
  write: (value: number) => string;
}

/** Writes ticks short: the largest word that leaves at most two decimals. `signed` puts + before what is above zero. */
export function writeTicks(ticks: readonly number[], signed = false): TickScale {
  const largest = Math.max(...ticks.map(Math.abs));
  const step = ticks.length > 1 ? Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0)) : largest;
  const range = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  for (const { divisor, word, letter, from } of scales) {
    const decimals = [0, 1, 2].find((n) => isWhole((step / divisor) * 10 ** n));
    if (largest < from || (decimals === undefined && divisor > 1)) continue;
    const texts = ticks.map((tick) => writeTick(tick / divisor, decimals ?? 2, signed));
    const fine = [0, 1, 2, 3, 4].find((n) => 0.5 * 10 ** -n * divisor <= 0.05 * range) ?? 4;
    const write = (value: number) => {
      if (divisor === 1) return exact(value);
      const size = Math.abs(value) / divisor;
      if (size < 1) return compact(value);
      const digits = Math.max(fine, size < 10 ? 2 : size < 100 ? 1 : 0);
      return `${exact(Number((value / divisor).toFixed(digits)))}${letter}`;
    };
    return { word, texts, write };
  }
  return { word: '', texts: ticks.map(exact), write: exact };
}

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-9;

/** All ticks of an axis with the same number of decimals, so that they stand under each other. */
function writeTick(value: number, decimals: number, signed: boolean): string {
  const [whole = '', fraction = ''] = exact(Number(value.toFixed(decimals))).split('.');
  const digits = decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
  return signed && value > 0 ? `+${digits}` : digits;
}
