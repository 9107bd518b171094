import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { groupEffects } from '../../stats/confidence/group-effects.ts';
import { finiteOrNull } from '../../stats/finite.ts';
import { benjaminiHochberg } from '../../stats/hypothesis/adjust.ts';

/** The effect of a mark on the posts that carry it, as a factor on their views. */
export interface MarkEffect {
  mark: string;
  n: number;
  effect: number;
  effect_shrunk: number;
  low: number;
  high: number;
  log_error: number;
  p: number | null;
  p_adjusted: number | null;
}

/** A mark is looked at from so many posts with it, and without. */
export const markPosts = 3;

/**
 * The effects of marks that posts carry, several a post, on residuals of ln(views): mean with the mark against mean without, shrunken
 * over all marks, tested by Student's t and adjusted by Benjamini and Hochberg. Marks with fewer than 3 posts, or as few
 * without, are left out. By mark. None where nothing varies.
 */
export function markEffects(
  residuals: readonly number[],
  marksOf: (place: number) => Iterable<string>,
): MarkEffect[] {
  const places = new Map<string, number[]>();
  for (let place = 0; place < residuals.length; place++)
    for (const mark of new Set(marksOf(place))) {
      const own = places.get(mark);
      if (own) own.push(place);
      else places.set(mark, [place]);
    }
  const marks = [...places]
    .filter(([, own]) => own.length >= markPosts && residuals.length - own.length >= markPosts)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const effects = groupEffects(
    residuals,
    marks.map(([, own]) => own),
  );
  if (effects === null) return [];
  const ps = effects.map(({ effect, standardError }) =>
    twoSided(effect / standardError, residuals.length - 2),
  );
  const adjusted = benjaminiHochberg(ps.map((p) => p ?? 1));
  return effects.map((found, index) => ({
    mark: marks[index]?.[0] ?? '',
    n: found.n,
    effect: Math.exp(found.effect),
    effect_shrunk: Math.exp(found.shrunken),
    low: Math.exp(found.low),
    high: Math.exp(found.high),
    log_error: found.standardError,
    p: ps[index] ?? null,
    p_adjusted: ps[index] == null ? null : (adjusted[index] ?? null),
  }));
}

function twoSided(t: number, degrees: number): number | null {
  return degrees < 1 ? null : finiteOrNull(2 * tCdf(-Math.abs(t), degrees));
}
