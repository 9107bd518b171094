import { type Band, normalBand } from './bands.ts';
import { intervalScoreOf, naiveScale, symmetricError } from './evaluation.ts';
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
  /** Levels of the bands; 80% and 95% unless said. */
  levels?: readonly number[];
  /** Steps ahead of the naive forecasts that MASE measures by; 1 unless said. */
  scalePeriod?: number;
  /** The band of an origin; the normal one of its forecast unless said. Null: it does not count. */
  bandOf?: (origin: Origin, level: number) => Band | null;
}

const normalBandOf = ({ forecast }: Origin, level: number): Band | null =>
  forecast.point === null ? null : normalBand(forecast, level);

/** Scores past forecasts of a series. Null members where nothing can be judged, never 0. */
export function scoreOrigins(series: Series, origins: readonly Origin[], options: ScoreOptions = {}): Score {
  return scoreBy(scalesOf(series, options), origins, options);
}

/** The mean change from step to step among the first elements of a series, by how many these are; null where there is none. */
type Scales = (known: number) => number | null;

function scalesOf(series: Series, { scalePeriod = 1 }: ScoreOptions): Scales {
  const values = toValues(series);
  const made = new Map<number, number | null>();
  return (known) => {
    const ready = made.get(known);
    if (ready !== undefined) return ready;
    const scale = naiveScale(values.subarray(0, known), scalePeriod);
    made.set(known, scale);
    return scale;
  };
}

function scoreBy(
  scaleOf: Scales,
  origins: readonly Origin[],
  { horizon = Number.POSITIVE_INFINITY, levels = [0.8, 0.95], bandOf = normalBandOf }: ScoreOptions,
): Score {
  const made = origins.filter(({ forecast }) => forecast.point !== null);
  const absolute = new Mean();
  const squared = new Mean();
  const symmetric = new Mean();
  const scaled = new Mean();
  let n = 0;
  for (const { known, forecast, actual, errors } of made) {
    // Per origin, because each is measured by what was known then.
    const scale = scaleOf(known);
    for (let h = 0; h < Math.min(horizon, actual.length); h++) {
      const [came, point] = [actual[h] ?? null, forecast.point?.[h]];
      const error = errors[h] ?? null;
      if (error !== null && scale !== null) scaled.add(Math.abs(error) / scale);
      if (came === null) continue;
      n++;
      if (point === undefined || !Number.isFinite(point)) continue;
      absolute.add(Math.abs(came - point));
      squared.add((came - point) ** 2);
      symmetric.add(symmetricError(came, point));
    }
  }
  const meanSquare = squared.value;
  return {
    origins: made.length,
    n,
    mae: absolute.value,
    rmse: meanSquare === null ? null : Math.sqrt(meanSquare),
    mase: scaled.value,
    smape: symmetric.value,
    bands: levels.map((level) => scoreBands(made, level, horizon, bandOf)),
  };
}

function scoreBands(
  origins: readonly Origin[],
  level: number,
  horizon: number,
  bandOf: NonNullable<ScoreOptions['bandOf']>,
): BandScore {
  const inside = new Mean();
  const scores = new Mean();
  for (const origin of origins) {
    const band = bandOf(origin, level);
    if (band === null) continue;
    for (let h = 0; h < Math.min(horizon, origin.actual.length); h++) {
      const came = origin.actual[h] ?? null;
      const low = band.lower[h];
      const high = band.upper[h];
      if (came === null || low === undefined || high === undefined || !Number.isFinite(low + high)) continue;
      inside.add(came >= low && came <= high ? 1 : 0);
      scores.add(intervalScoreOf(came, low, high, level));
    }
  }
  return { level, coverage: inside.value, intervalScore: scores.value };
}

/** A mean that grows; null of nothing. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  get value(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }
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
  const scaleOf = scalesOf(series, options);
  const scores = Object.entries(byMethod).map(([method, origins]) => {
    const shared = origins.filter((origin) => known.every((each) => each.has(origin.known)));
    return { method, ...scoreBy(scaleOf, shared, options) };
  });
  const [first] = scores;
  const over = (own: number | null, bar: number | null | undefined) =>
    own === null || bar === null || bar === undefined || bar === 0 ? null : own / bar;
  return scores.map((score) => {
    const scaled = over(score.mase, first?.mase);
    const symmetric = over(score.smape, first?.smape);
    return { ...score, owa: scaled === null || symmetric === null ? null : (scaled + symmetric) / 2 };
  });
}
