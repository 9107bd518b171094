import { compact, plural } from '../../format.ts';
import type { InputKind } from '../../schema/derived-parts.ts';
import { postAges } from '../../schema/derived-post.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { logLogForecaster, logLogPairs } from '../../stats/curve/log-log.ts';
import type { AccountContext } from '../context.ts';
import type { PostSeries } from '../post-series.ts';
import { ageInWords } from './at-age.ts';
import { dayOfPost } from './post-age.ts';
import type { PostFacts, ReachedAge } from './post-facts.ts';
import {
  type AgePoint,
  agePoints,
  curveThrough,
  observedHalfLife,
  type ViewCurve,
  viewCurve,
} from './view-curve.ts';

type PostCurve = Row<'post_curve'>;
type Forecast = Pick<
  PostCurve,
  | 'views_30d'
  | 'views_30d_forecast'
  | 'views_30d_low'
  | 'views_30d_high'
  | 'forecast_age_h'
  | 'forecast_n'
  | 'forecast_reason'
>;

const finishedAge = 720;
/** Ages that a forecast is made from, the oldest known one first. */
const earlyAges = [336, 168, 72, 24] as const;

/**
 * Table `post_curve`: a row a post of which the time of publication and views are known. Posts whose rows are written already are
 * left out.
 */
export function makePostCurve({ account }: AccountContext): PostCurve[] {
  const forecast = forecaster(account.posts.map(({ facts }) => facts));
  const rows: PostCurve[] = [];
  for (const post of account.posts) {
    if (post.ages === null || post.created_ms === null) continue;
    const points = agePoints(post.observations, post.created_ms);
    const last = points.at(-1);
    if (last !== undefined) rows.push(rowOf(post, points, curveThrough(points), last, forecast(post.ages)));
  }
  return rows;
}

function rowOf(
  post: PostSeries,
  points: readonly AgePoint[],
  { n, ...curve }: ViewCurve,
  last: AgePoint,
  { latest, ...forecast }: Forecast & { latest: string },
): PostCurve {
  const inputs: InputKind[] = ['observed'];
  if (forecast.views_30d !== null || forecast.views_30d_forecast !== null) inputs.push('interpolated');
  if (points.some(({ rounded }) => rounded)) inputs.push('rounded');
  return {
    post_id: post.post_id,
    account_id: post.account_id,
    day: dayOfPost(post) ?? '',
    kind: post.kind,
    pinned: post.pinned,
    ad: post.ad,
    last_age_h: Math.round(last.age_h * 100) / 100,
    ...curve,
    ...observedHalfLife(points, forecast.views_30d),
    ...forecast,
    n,
    inputs,
    method: methodName(postCurveMethod),
    as_of: latest > last.observed_at ? latest : last.observed_at,
  };
}

/** Foretells the views of a post at 30 days from those of the account that are that old. */
function forecaster(all: readonly PostFacts[]) {
  const pairsAt = new Map(
    earlyAges.map((age) => {
      const place = postAges.indexOf(age);
      const pairs = all.flatMap(({ views, month }) => {
        const early = views[place] ?? null;
        if (early === null || month === null || month.views === null) return [];
        return [{ early, late: month.views, as_of: month.as_of }];
      });
      const latest = pairs.reduce((last, { as_of }) => (as_of > last ? as_of : last), '');
      return [age, { pairs: pairs.length, forecast: logLogForecaster(pairs), latest }] as const;
    }),
  );
  return (ages: readonly ReachedAge[]): Forecast & { latest: string } => {
    const at = (age: number) => ages.find(({ age_h }) => age_h === age);
    const finished = at(finishedAge);
    if (finished !== undefined) {
      const { views, reason } = finished.counts;
      return { ...noForecast(reason), views_30d: views, latest: views === null ? '' : finished.as_of };
    }
    const age = earlyAges.find((each) => at(each)?.counts.views != null);
    const early = age === undefined ? undefined : at(age);
    const known = age === undefined ? undefined : pairsAt.get(age);
    if (age === undefined || early === undefined || known === undefined)
      return { ...noForecast('its views at 24 hours or later are not known'), latest: '' };
    const said = known.forecast(early.counts.views ?? 0);
    if (said.point === null) return { ...noForecast(whyNone(known.pairs, age)), latest: '' };
    return {
      views_30d: null,
      views_30d_forecast: Math.round(said.point),
      views_30d_low: Math.round(said.lower),
      views_30d_high: Math.round(said.upper),
      forecast_age_h: age,
      forecast_n: said.n,
      forecast_reason: null,
      latest: known.latest > early.as_of ? known.latest : early.as_of,
    };
  };
}

function whyNone(pairs: number, age: number): string {
  return pairs < logLogPairs
    ? `views at ${ageInWords(age)} and at 30 days are known of ${plural(pairs, 'post')}, of the ${logLogPairs} it takes`
    : 'the finished posts tell nothing of such a count';
}

function noForecast(forecast_reason: string | null): Forecast {
  return {
    views_30d: null,
    views_30d_forecast: null,
    views_30d_low: null,
    views_30d_high: null,
    forecast_age_h: null,
    forecast_n: null,
    forecast_reason,
  };
}

/** How the growth of views is described. */
export const postCurveMethod: Method = {
  id: 'post-curve',
  version: 2,
  title: 'View curves of posts',
  about:
    'How fast a post gains its views, and whether it is through. A Weibull curve describes all of its life, the observed half-life only what was seen; a forecast for 30 days comes from the account’s own finished posts.',
  formula: [
    'V(t) = A·(1 − exp(−(t/s)^k)), by least squares of ln V, t in hours of age',
    'half-life, fitted = s·(ln 2)^(1/k); still to come = 1 − V(last)/A on the curve',
    'half-life, observed = first age with V ≥ V(30 d)/2',
    'ln V(30 d) = a + b·ln V(e), over finished posts; e the oldest of 24 h, 72 h, 7 d, 14 d that is known; 80% band by the errors that each finished post has from the line of the others',
  ],
  variants: [
    'Michaelis–Menten A·t/(h + t) and logistic growth are fitted to the same points; `best_model` says which fits best by AICc.',
    'Half-life as the age at half of all engagement (Graffius): not computed, since the total is not known while a post lives; the fitted one comes nearest.',
  ],
  edges: [
    'It takes six observations with views, the oldest at 32 times the age of the youngest (1.5 decades).',
    'Less than 60% of A seen: “still growing”, and neither A nor what hangs on it is told.',
    'Of dense observations the last in each of 16 equal stretches of log age counts, so that late days do not drown the first.',
    'Half reached when first seen: the observed half-life has an upper bound and no value.',
    'Below 15 finished posts no forecast. It is a median, as the line is one of logarithms.',
  ],
  sources: [
    'Weibull (1951) as a growth curve; AICc: Hurvich and Tsai (1989)',
    'Early views foretell later ones on a log scale: Szabo and Huberman (2010), arXiv 0811.0405',
    'The 1.5 decades, 60%, 16 stretches and 15 posts are our choice',
  ],
  example: () => {
    const start = Date.parse('2026-11-01T00:00:00Z');
    const observations = [1, 3, 12, 36, 96, 240, 600].map((age) => ({
      observed_at: new Date(start + age * 3_600_000).toISOString(),
      views: Math.round(50_000 * (1 - Math.exp(-((age / 36) ** 0.7)))),
    }));
    const curve = viewCurve({ created_at: '2026-11-01T00:00:00Z', observations });
    return {
      given: 'Views at 1, 3, 12, 36, 96, 240 and 600 hours on a curve with A = 50,000, s = 36 h, k = 0.7.',
      result: `A ${compact(curve.ceiling)}, s ${curve.scale_h?.toFixed(1)} h, k ${curve.shape?.toFixed(2)}, half-life ${curve.half_life_h?.toFixed(1)} h.`,
    };
  },
};
