import { type Band, normalBand } from './bands.ts';
import { coverage, intervalScore, mae, naiveScale, rmse, smape } from './evaluation.ts';
import { type Origin, type RollingOptions, rollingOrigin } from './rolling-origin.ts';
import type { Method, Series } from './types.ts';
import { toValues } from './values.ts';

/** How the bands of one level did. */
export interface BandScore {
  level: number;
  /** Fraction of the values that came which lay within; null without a value. */
  coverage: number | null;
  /** Mean interval score, in the unit of the series; null without a value. */
  intervalScore: number | null;
}

/** How the past forecasts of one method did. Each mean is over all origins and steps with a value and a forecast. */
export interface Score {
  origins: number;
  /** Values that came. */
  n: number;
  mae: number | null;
  rmse: number | null;
  /** Mean of |error| / mean change from step to step known at the origin; see `mase`. */
  mase: number | null;
  /** In percent, see `smape`. */
  smape: number | null;
  bands: BandScore[];
}

export interface ScoreOptions {
  /** Steps 1 to this; all unless said. */
  horizon?: number;
  /** Levels of the bands; 80 % and 95 % unless said. */
  levels?: readonly number[];
  /** Steps ahead of the naive forecasts that MASE measures by; 1 unless said. */
  scalePeriod?: number;
  /** The band of an origin; the normal one of its forecast unless said. Null: it does not count. */
  bandOf?: (origin: Origin, level: number) => Band | null;
}

const normalBandOf = ({ forecast }: Origin, level: number): Band | null =>
  forecast.point === null ? null : normalBand(forecast, level);

/** Scores past forecasts of a series. Null members where nothing can be judged, never 0. */
export function scoreOrigins(
  series: Series,
  origins: readonly Origin[],
  { horizon, levels = [0.8, 0.95], scalePeriod = 1, bandOf = normalBandOf }: ScoreOptions = {},
): Score {
  const values = toValues(series);
  const made = origins.filter(({ forecast }) => forecast.point !== null);
  const until = <T>(list: readonly T[]) => list.slice(0, horizon);
  const actual = made.flatMap((origin) => until(origin.actual));
  const points = made.flatMap(({ forecast }) => until(forecast.point ?? []));
  // Per origin, because each is measured by what was known then.
  const scaled = made.flatMap(({ known, errors }) => {
    const scale = naiveScale(values.subarray(0, known), scalePeriod);
    return until(errors).flatMap((error) =>
      error === null || scale === null ? [] : [Math.abs(error) / scale],
    );
  });
  return {
    origins: made.length,
    n: actual.filter((value) => value !== null).length,
    mae: mae(actual, points),
    rmse: rmse(actual, points),
    mase: scaled.length === 0 ? null : scaled.reduce((sum, each) => sum + each, 0) / scaled.length,
    smape: smape(actual, points),
    bands: levels.map((level) => {
      const banded = made.flatMap((origin) => {
        const band = bandOf(origin, level);
        return band === null ? [] : [{ origin, band }];
      });
      const came = banded.flatMap(({ origin }) => until(origin.actual));
      const lower = banded.flatMap(({ band }) => until(band.lower));
      const upper = banded.flatMap(({ band }) => until(band.upper));
      return {
        level,
        coverage: coverage(came, lower, upper),
        intervalScore: intervalScore(came, lower, upper, level),
      };
    }),
  };
}

/** One line of a comparison. */
export interface Comparison extends Score {
  method: string;
  /**
   * Overall weighted average: the mean of MASE and sMAPE, each over that of the first method; below 1 is better than it. Null
   * where one is missing or the first method's is 0. Makridakis, Spiliotis and Assimakopoulos (2020).
   */
  owa: number | null;
}

/**
 * Methods side by side over the same origins of a series, those where every one of them made a forecast; the first is what the others
 * are measured by. Empty without methods.
 */
export function compareMethods(
  series: Series,
  methods: Readonly<Record<string, Method>>,
  options: RollingOptions & ScoreOptions,
): Comparison[] {
  const byMethod = Object.entries(methods).map(
    ([name, method]) => [name, rollingOrigin(series, method, options)] as const,
  );
  return compareOrigins(series, Object.fromEntries(byMethod), options);
}

/** As `compareMethods`, from past forecasts made before. */
export function compareOrigins(
  series: Series,
  byMethod: Readonly<Record<string, readonly Origin[]>>,
  options: ScoreOptions = {},
): Comparison[] {
  const known = Object.values(byMethod).map(
    (origins) => new Set(origins.flatMap(({ forecast, known }) => (forecast.point === null ? [] : [known]))),
  );
  const scores = Object.entries(byMethod).map(([method, origins]) => {
    const shared = origins.filter((origin) => known.every((each) => each.has(origin.known)));
    return { method, ...scoreOrigins(series, shared, options) };
  });
  const [first] = scores;
  const over = (own: number | null, bar: number | null | undefined) =>
    own === null || bar === null || bar === undefined || bar === 0 ? null : own / bar;
  return scores.map((score) => {
    const [scaled, symmetric] = [over(score.mase, first?.mase), over(score.smape, first?.smape)];
    return { ...score, owa: scaled === null || symmetric === null ? null : (scaled + symmetric) / 2 };
  });
}
