import { type Band, normalBand } from '../../stats/forecast/bands.ts';
import { type PastErrors, pastErrorBand } from '../../stats/forecast/conformal.ts';
import type { Forecast } from '../../stats/forecast/types.ts';
import type { ModelBacktest } from './past.ts';

/** A model’s own 80 % band that held less or more of what came than this is replaced by past errors. */
const trustedCoverage = [0.65, 0.95] as const;

/** The 80 % and the 95 % band of a forecast, and what they are made by. */
export interface Bands {
  band80: Band;
  band95: Band;
  bands: 'model' | 'past_errors';
}

/**
 * The model’s own bands, or those of its past errors where its own did not hold about what they said. `silence` is the number of days
 * between the last known one and the first forecast one, less 1: past errors are those of as many days more.
 */
export function bandsOf(
  raw: Forecast,
  origins: readonly PastErrors[],
  score: ModelBacktest | undefined,
  silence: number,
): Bands {
  const [own80, own95] = [normalBand(raw, 0.8), normalBand(raw, 0.95)];
  const own = { band80: own80, band95: own95, bands: 'model' as const };
  if (isTrusted(score)) return own;
  const past80 = pastErrorBand(raw, origins, 0.8);
  if (past80 === null) return own;
  const widths = widthsOf(raw, past80).map((_, h, all) => widthAfter(all, h + 1 + silence));
  // 95 % of 8 errors is more than all of them: the wider band is the narrower one, stretched as the model stretches its own.
  const [narrow, wide] = [widthsOf(raw, own80), widthsOf(raw, own95)];
  const wider = widths.map((width, h) => width * stretchOf(narrow[h] as number, wide[h] as number));
  return { band80: around(raw, widths, 0.8), band95: around(raw, wider, 0.95), bands: 'past_errors' };
}

/** Whether a model’s own band is left as it is: it held about what it said, or that is not known. */
export function isTrusted(score: Pick<ModelBacktest, 'bands'> | undefined): boolean {
  const coverage = score?.bands.find(({ level }) => level === 0.8)?.coverage ?? null;
  return coverage === null || (coverage >= trustedCoverage[0] && coverage <= trustedCoverage[1]);
}

/** Half the width of a band at each step, as a factor’s logarithm on a log scale. */
export function widthsOf({ point, scale }: Pick<Forecast, 'point' | 'scale'>, { upper }: Band): number[] {
  return upper.map((bound, h) => {
    const value = point[h] as number;
    return scale === 'log' ? Math.log(bound / value) : bound - value;
  });
}

/** The width so many steps after the last known value; beyond the last that was judged it grows as that of a walk. */
function widthAfter(widths: readonly number[], steps: number): number {
  const judged = Math.min(steps, widths.length);
  return (widths[judged - 1] as number) * Math.sqrt(steps / judged);
}

/** As of normal errors where the model’s own bands have no width. */
function stretchOf(narrow: number, wide: number): number {
  return narrow > 0 ? wide / narrow : 1.96 / 1.2816;
}

function around({ point, scale }: Forecast, widths: readonly number[], level: number): Band {
  const bound = (sign: 1 | -1) =>
    point.map((value, h) => {
      const away = sign * (widths[h] as number);
      return scale === 'log' ? value * Math.exp(away) : value + away;
    });
  return { level, lower: bound(-1), upper: bound(1) };
}
