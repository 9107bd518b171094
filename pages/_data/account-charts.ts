import { addDays, format, type Row, readTable } from '#lib';
import { compareDown } from './accounts.ts';

/** What an account's page draws besides its days: what is expected, and its posts at equal age. */
export interface AccountCharts {
  /** Days of the default model; none where the account is not forecast. */
  forecast: Pick<Row<'forecast'>, (typeof forecastColumns)[number]>[];
  /** The default model on the past of the account, by horizon; without a forecast any model, whose rows say why. */
  backtest: Pick<Row<'backtest'>, (typeof backtestColumns)[number]>[];
  /** What was shown of this account, put on record and judged. */
  scores: Pick<Row<'forecast_score'>, (typeof scoreColumns)[number]>[];
  /** The newest posts with known views at an age, at most `postsCompared` and the newest. */
  ages: AgeRow[];
  /** What the newest of them is expected to have at 30 days. */
  curve: Pick<Row<'post_curve'>, (typeof curveColumns)[number]> | null;
}

type AgeRow = Pick<Row<'post_age'>, (typeof ageColumns)[number]>;

const forecastColumns = [
  'account_id',
  'model',
  'day',
  'value',
  'low80',
  'high80',
  'low95',
  'high95',
  'is_default',
  'bands',
  'last_day',
  'last_value',
  'method',
] as const;
const backtestColumns = [
  'account_id',
  'model',
  'horizon_days',
  'coverage80',
  'coverage95',
  'reason',
  'n',
  'origins',
] as const;
const scoreColumns = [
  'account_id',
  'model',
  'horizon_days',
  'coverage80',
  'coverage95',
  'reason',
  'n',
] as const;
const ageColumns = [
  'post_id',
  'age_h',
  'account_id',
  'day',
  'views',
  'views_low',
  'views_high',
  'method',
] as const;
const curveColumns = [
  'post_id',
  'account_id',
  'views_30d_forecast',
  'views_30d_low',
  'views_30d_high',
] as const;

/** As many other posts as are drawn line by line. */
export const postsCompared = 60;

/** A year of posts is looked at: older ones were made for another audience. */
const daysCompared = 365;

type Forecasts = Pick<AccountCharts, 'forecast' | 'backtest' | 'scores'>;

/** What is expected of these accounts, by account. */
export async function readForecasts(accounts: readonly string[]): Promise<(account: string) => Forecasts> {
  const forecasts = await readTable('forecast', { accounts, columns: forecastColumns });
  const forecastsOf = byAccount(forecasts.filter((row) => row.is_default === true));
  const backtestsOf = byAccount(await readTable('backtest', { accounts, columns: backtestColumns }));
  const scoresOf = byAccount(await readTable('forecast_score', { accounts, columns: scoreColumns }));
  return (account) => {
    const forecast = forecastsOf.get(account) ?? [];
    const model = forecast[0]?.model;
    const isOfModel = (row: { model: string }) => model === undefined || row.model === model;
    return {
      forecast,
      backtest: (backtestsOf.get(account) ?? []).filter(isOfModel),
      scores: (scoresOf.get(account) ?? []).filter((row) => row.model === 'default'),
    };
  };
}

/** The rows of these accounts, by account; posts are those of the year up to `lastDay`, which may be empty for none. */
export async function readAccountCharts(
  accounts: readonly string[],
  lastDay: string,
): Promise<(account: string) => AccountCharts> {
  const from = startOfAges(lastDay);
  const forecastsOf = await readForecasts(accounts);
  const agesOf = byAccount(await readTable('post_age', { accounts, from, columns: ageColumns }));
  const curves = await readTable('post_curve', { accounts, from, columns: curveColumns });
  const curveOf = new Map(curves.map((row) => [row.post_id, row]));
  return (account) => {
    const ages = newestPosts(agesOf.get(account) ?? []);
    return { ...forecastsOf(account), ages, curve: curveOf.get(ages[0]?.post_id ?? '') ?? null };
  };
}

/** The last day of any account, so that no page hangs on the clock; empty where there is none. */
export function lastDayOf(accounts: readonly { summary: Row<'summary'> }[]): string {
  return accounts.reduce(
    (last, { summary: { last_day } }) => ((last_day ?? '') > last ? (last_day ?? '') : last),
    '',
  );
}

/** The day from which on posts are compared. */
export function startOfAges(lastDay: string): string {
  return lastDay === '' ? lastDay : addDays(lastDay, -daysCompared);
}

/** The newest posts whose views are known at one age at least, newest first. */
function newestPosts(rows: readonly AgeRow[]): AgeRow[] {
  const known = new Set(rows.filter(({ views }) => views !== null).map(({ post_id }) => post_id));
  return [...Map.groupBy(rows, ({ post_id }) => post_id)]
    .filter(([post]) => known.has(post))
    .map(([post, own]) => ({ post, own, day: own[0]?.day ?? '' }))
    .sort((a, b) => compareDown(a.day, b.day) || compareDown(a.post, b.post))
    .slice(0, postsCompared + 1)
    .flatMap(({ own }) => own);
}

/** Why there is no forecast, as a sentence; null where there is one, or nothing is known of it. */
export function whyNoForecast({ forecast, backtest }: AccountCharts): string | null {
  if (forecast.length > 0) return null;
  const reason = backtest.find((row) => row.reason !== null)?.reason;
  return reason == null ? null : `Followers are not forecast, because ${reason}.`;
}

/** What the newest post is called in a chart: "post of 12 Nov". */
export const nameOfNewest = ({ ages }: AccountCharts): string =>
  `post of ${format.dayShort(ages[0]?.day ?? null)}`;

/** Rows by their account. */
export const byAccount = <T extends { account_id: string }>(rows: readonly T[]) =>
  Map.groupBy(rows, ({ account_id }) => account_id);
