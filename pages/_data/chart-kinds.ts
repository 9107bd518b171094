import type { Chart } from '#lib';

/** A kind of chart as the documentation shows it. */
export interface ChartKind {
  /** `line`: the file of its samples, and the last part of its page's path. */
  kind: string;
  /** What it is for, in a sentence; empty where its samples do not say. */
  about: string;
  /** Every picture that the tests compare, by its name; `line-year`. Drawn when called. */
  samples: Record<string, () => Chart>;
}

const files = import.meta.glob<{ about?: string; samples: Record<string, () => Chart> }>(
  './chart-samples/*.ts',
  {
    eager: true,
  },
);

/** Every kind that has samples, by name. */
export const chartKinds: ChartKind[] = Object.entries(files)
  .map(([file, { about = '', samples }]) => ({
    kind: (file.split('/').at(-1) ?? '').replace(/\.ts$/, ''),
    about,
    samples,
  }))
  .sort((a, b) => (a.kind < b.kind ? -1 : 1));

/** A sample under its own name: several of a page would share the id that their rows give them. */
export function drawSample({ samples }: ChartKind, name: string): Chart {
  const make = samples[name];
  if (!make) throw new RangeError(`There is no sample ${name}.`);
  return { ...make(), id: name };
}

/** "year holes events", of `line-year-holes-events`. */
export function caseOf({ kind }: ChartKind, name: string): string {
  return name.replace(`${kind}-`, '').replaceAll('-', ' ');
}
