import { type Band, normalBand } from '../../stats/forecast/bands.ts';
import { bandAround } from '../../stats/forecast/conformal.ts';
import type { Forecast } from '../../stats/forecast/types.ts';

/** The 80% and the 95% band of a forecast, and what they are made by. */
export interface Bands {
  band80: Band;
  band95: Band;
  bands: 'model' | 'past_errors';
}

/**
 * Bands as wide as the model’s errors on past Sundays were (`widths`: half the 80% band at each step, on the scale of the forecast), its
 * own where these are too few. `silence` is the number of days between the last known one and the first forecast one, less 1: past
 * errors are those of as many days more.
 */
export function bandsOf(raw: Forecast, widths: readonly number[] | null, silence: number): Bands {
  const [own80, own95] = [normalBand(raw, 0.8), normalBand(raw, 0.95)];
  if (widths === null) return { band80: own80, band95: own95, bands: 'model' };
  const narrower = widths.map((_, h) => widthAfter(widths, h + 1 + silence));
  // 95% of 11 errors is more than all of them: the wider band is the narrower one, stretched as the model stretches its own.
  const [narrow, wide] = [widthsOf(raw, own80), widthsOf(raw, own95)];
  const wider = narrower.map((width, h) => width * stretchOf(narrow[h] as number, wide[h] as number));
  return {
    band80: bandAround(raw, narrower, 0.8),
    band95: bandAround(raw, wider, 0.95),
    bands: 'past_errors',
  };
}

/** Half the width of a band at each step, as a factor’s logarithm on a log scale. */
export function widthsOf({ point, scale }: Pick<Forecast, 'point' | 'scale'>, { upper }: Band): number[] {
  return upper.map((bound, h) => {
    const value = point[h] as number;
    return scale === 'log' ? Math.log(bound / value) : bound - value;
  });
}

/** The width so many steps after the last known value; beyond the last that was judged it grows in proportion. */
function widthAfter(widths: readonly number[], steps: number): number {
  const judged = Math.min(steps, widths.length);
  return (widths[judged - 1] as number) * (steps / judged);
}

/** As of normal errors where the model’s own bands have no width. */
function stretchOf(narrow: number, wide: number): number {
  return narrow > 0 ? wide / narrow : 1.96 / 1.2816;
}
