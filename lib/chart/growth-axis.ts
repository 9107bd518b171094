import { makeValueAxis, type ValueAxis } from './axes.ts';
import { type CurveWords, knownAges } from './growth-words.ts';
import { short } from './words.ts';

/** Decades that hold all views, with a line for 0 below them where there is one; null where no views are known. */
export function makeViewsAxis({ lead, others, expected }: CurveWords): ValueAxis | null {
  const known = [...others, ...(lead ? [lead] : [])].flatMap((curve) =>
    knownAges(curve).flatMap(({ views, low, high }) => [views, low ?? views, high ?? views]),
  );
  if (expected) known.push(expected.value, expected.low, expected.high);
  if (known.length === 0) return null;
  const positive = known.filter((views) => views > 0);
  const [low, high] = positive.length === 0 ? [1, 10] : [Math.min(...positive), Math.max(...positive)];
  const axis = makeValueAxis(low, high, 'views', { log: true });
  if (positive.length === known.length) return axis;
  const rail = (axis.ticks[0] ?? 1) / 10 ** Math.max(0.3, 0.12 * (axis.ticks.length - 1));
  return { ...axis, ticks: [rail, ...axis.ticks], texts: ['0', ...axis.texts] };
}

/** Where an age is on the axis, from 0 to 1. */
export function alongOf(ages: readonly number[]): (age: number) => number {
  const [first, last] = [Math.log(ages[0] ?? 1), Math.log(ages.at(-1) ?? 1)];
  return (age) => (Math.log(age) - first) / (last - first);
}

/** The first age and the last, and between them those that leave each other room where it is narrow. */
function thinOut(ages: readonly number[]): number[] {
  const along = alongOf(ages);
  const least = 0.24;
  let free = least;
  return ages.filter((age) => {
    const at = along(age);
    if (at !== 0 && at !== 1 && (at < free || at > 1 - least)) return false;
    free = at + least;
    return true;
  });
}

export function makeAgeAxis(ages: readonly number[], narrow: boolean): ValueAxis {
  const ticks = narrow ? thinOut(ages) : [...ages];
  const texts = ticks.map((age) => (age < 24 ? `${age} h` : `${age / 24} d`));
  return { ticks, texts, unit: 'age of the post', log: true, write: short, margin: 0 };
}
