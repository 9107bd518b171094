/** A figure of the bench: what, how much, and the bound where there is one. */
export type Figure = [what: string, value: string, bound: string];

/** Figures as a table for people. */
export function formatFigures(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(([what]) => what.length));
  return figures
    .map(
      ([what, value, bound]) => `${what.padEnd(width)}  ${value.padStart(10)}${bound ? `   (${bound})` : ''}`,
    )
    .join('\n');
}
