import { sparkline } from '../../lib/chart/sparkline.ts';

const draw = (values: readonly (number | null)[]) => () =>
  sparkline(values, { label: values.map((value) => value ?? 'not observed').join(', ') });

/** Sparklines at their edges; like the samples of charts each is compared with a kept picture. */
export const sparklines: Record<string, () => string> = {
  'sparkline-empty': draw([null, null]),
  'sparkline-one-point': draw([7]),
  'sparkline-two-points': draw([7, 4]),
  'sparkline-equal': draw([5, 5, 5]),
  'sparkline-zero': draw([0, 0, 0]),
  'sparkline-outlier': draw([3, 4, 9_000_000, 4, 5]),
  'sparkline-gap-at-ends': draw([null, 3, 9, null, 4, 6, null]),
  'sparkline-negative': draw([-3, -9, 2, -4]),
};
