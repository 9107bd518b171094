import { count, instant, list, text } from './column.ts';

/**
 * Columns that every derived row carries: when it was true, how it was computed, from how much, and from what.
 */

/** What a number was computed from; more than one may hold. */
export const inputKinds = ['observed', 'interpolated', 'rounded'] as const;
export type InputKind = (typeof inputKinds)[number];

export const asOf = (description = 'The instant this row counts as now: nothing later was looked at.') =>
  instant({ title: 'As of', description });

/** `<name>@<version>`; the version goes up when the same inputs give other numbers. */
export const method = () =>
  text({
    title: 'Method',
    description: 'Name and version of the method (docs/methods.md), e.g. `window-growth@1`.',
  });

export const sampleSize = (of: string) =>
  count({ title: 'n', unit: of, description: `How many ${of} the row was computed from.` });

export const inputs = () =>
  list({
    title: 'Inputs',
    description:
      'What the numbers were computed from: `observed`, `interpolated` (a value between observations was worked out), `rounded` (a source showed rounded counts). Empty where there was nothing.',
  });
