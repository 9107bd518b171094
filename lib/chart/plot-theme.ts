/**
 * Plot writes colours into attributes, which take no custom property. What is to follow the theme is given to Plot as a
 * token instead, and written as a class of `pages/styles/chart.css`: `fill-3`, `stroke-seq-5`.
 */
import { categoryCount } from './theme.ts';

const prefix = 'theme:';

/** The eight colours that are told apart, for a scale of categories. */
export const categoryTokens: readonly string[] = Array.from(
  { length: categoryCount },
  (_, i) => `${prefix}${i + 1}`,
);

const stepCount = 5;

/** From little to much in five steps, for a scale of numbers: 0 ≤ t ≤ 1. */
export const sequentialToken = (t: number): string => `${prefix}seq-${stepOf(t)}`;

/** From loss over none to gain in five steps: 0 ≤ t ≤ 1. */
export const divergingToken = (t: number): string => `${prefix}div-${stepOf(t)}`;

const stepOf = (t: number) => Math.min(stepCount, Math.max(1, Math.floor(t * stepCount) + 1));

/** The class for an attribute whose value is a token or Plot's own ground; null where it is a plain value. */
export function themeClass(attribute: string, value: string): string | null {
  if (attribute !== 'fill' && attribute !== 'stroke') return null;
  if (value.startsWith(prefix)) return `${attribute}-${value.slice(prefix.length)}`;
  return value === 'var(--plot-background)' ? `${attribute}-paper` : null;
}

/** The class for a group that Plot names as a part of an axis: `axis-tick`, `axis-words`, `axis-title`, `axis-grid`. */
export function axisClass(ariaLabel: string): string | null {
  const part = /^f?[xy]-(axis tick label|axis tick|axis label|grid)$/.exec(ariaLabel)?.[1];
  return part === undefined ? null : (axisClasses[part] ?? null);
}

const axisClasses: Record<string, string> = {
  'axis tick label': 'axis-words',
  'axis tick': 'axis-tick',
  'axis label': 'axis-title',
  grid: 'axis-grid',
};
