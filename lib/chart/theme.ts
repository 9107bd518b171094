/**
 * Sizes and class names that charts share with `pages/styles/chart.css`. Colours stand in that file alone, as custom
 * properties `--chart-…`: presentation attributes take no `var()`, so marks carry classes.
 */

/** Text size in user units: at 340 units on a 288 px wide screen it is still 11 px. */
export const fontSize = 13;

/** Least distance between the middles of two lines of text. */
export const lineHeight = 16;

/** Below this many units a chart is laid out for phones. */
export const narrowBelow = 480;

/** How many colours tell series apart; more series than that are drawn as context. */
export const categoryCount = 8;

/** Class of the n-th series, from 0. */
export const categoryClass = (index: number) => `c${(index % categoryCount) + 1}`;
