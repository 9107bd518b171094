import { dayIn, endOfDay, instantOf, startOfDay } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { TransformFinding } from './finding.ts';
import { type Identity, resolveIdentity } from './identity.ts';
import { unwrapLikesOf } from './wrap.ts';
import { dropZeroSentinels } from './zero.ts';

export interface SeriesOptions {
  /** IANA zone by account id or by handle; a handle the account once had will do. */
  zones: ReadonlyMap<string, string>;
  /** Zone of accounts that `zones` does not name; UTC where it is left out. */
  defaultZone?: string;
  /** The instant that counts as now: rows observed later are not looked at. */
  asOf: Date | string;
  /** Account details: they tell ids and handles too. */
  infos?: readonly Row<'account_info'>[];
  /** Who is who, where these rows do not tell all of it. */
  identity?: Identity;
  /** Only these accounts, where the rows may have some of others. */
  only?: ReadonlySet<string>;
}

/** A row and where it stands on its account's own calendar. */
export interface Observation {
  row: Row<'account'>;
  /** Local day in the account's zone. */
  day: string;
  /** When it counts as taken; always within `day`. */
  ms: number;
}

/** One account: its rows from every source, joined, with wrapped likes resolved and false zeros out, by time. */
export interface AccountSeries {
  account_id: string;
  /** Latest known handle, without @. */
  handle: string;
  zone: string;
  observations: readonly Observation[];
  /** Details with the account's id, by time. */
  infos: readonly Row<'account_info'>[];
}

/**
 * The rows of each account up to `asOf`, ready for derived tables, sorted by account id; and what was found wrong with them.
 * An account of which only details are known has no observations. The order of the rows does not matter.
 */
export function accountSeries(
  rows: readonly Row<'account'>[],
  options: SeriesOptions,
): { series: AccountSeries[]; identity: Identity; findings: TransformFinding[] } {
  const asOf = instantOf(new Date(options.asOf));
  const known = rows.filter((row) => row.observed_at <= asOf);
  const knownInfos = (options.infos ?? []).filter((info) => info.observed_at <= asOf);
  const identity = options.identity ?? resolveIdentity(chained(known, knownInfos));
  const rowsOf = groupByAccount(known, identity);
  const infosOf = groupByAccount(knownInfos, identity);

  const series: AccountSeries[] = [];
  const findings: TransformFinding[] = [];
  for (const account_id of [...new Set([...rowsOf.keys(), ...infosOf.keys()])].sort()) {
    if (options.only !== undefined && !options.only.has(account_id)) continue;
    const handle = identity.handleOf(account_id);
    if (handle === null) continue;
    const zone = zoneOf(account_id, identity, options);
    const sorted = (rowsOf.get(account_id) ?? []).sort(compareRows);
    const unwrapped = unwrapLikesOf(sorted, `@${handle}`);
    const honest = dropZeroSentinels(unwrapped.rows, `@${handle}`);
    for (const { finding } of [unwrapped, honest]) if (finding) findings.push(finding);
    const observations = honest.rows.map((row) => placeRow(row, zone));
    // A date without a time stands at its own noon in UTC, which may lie elsewhere on the local calendar.
    observations.sort((a, b) => a.ms - b.ms || compareRows(a.row, b.row));
    const infos = (infosOf.get(account_id) ?? []).sort(compareInfos);
    series.push({ account_id, handle, zone, observations, infos });
  }
  return { series, identity, findings };
}

/**
 * Where a row stands on the calendar of a zone. A row that has a date only belongs to that date in every zone;
 * where its 12:00 UTC is another local day (east of +12), it counts as taken in the date's last second.
 */
function placeRow(row: Row<'account'>, zone: string): Observation {
  const ms = Date.parse(row.observed_at);
  const day = dayIn(zone, row.observed_at);
  if (row.time_precision === 'instant') return { row, day, ms };
  const date = row.observed_at.slice(0, 10);
  if (date === day) return { row, day, ms };
  return { row, day: date, ms: day > date ? endOfDay(zone, date) - 1000 : startOfDay(zone, date) };
}

/** The zone of an account: the one declared under its id or any handle it had. */
export function zoneOf(
  accountId: string,
  identity: Identity,
  options: Pick<SeriesOptions, 'zones' | 'defaultZone'>,
): string {
  for (const key of [accountId, ...identity.handlesOf(accountId)]) {
    const zone = options.zones.get(key);
    if (zone) return zone;
  }
  return options.defaultZone ?? 'UTC';
}

function groupByAccount<R extends { account_id: string; observed_at: string }>(
  rows: readonly R[],
  identity: Identity,
): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const account_id = identity.idOf(row.account_id, row.observed_at);
    const joined = account_id === row.account_id ? row : { ...row, account_id };
    const group = groups.get(account_id);
    if (group) group.push(joined);
    else groups.set(account_id, [joined]);
  }
  return groups;
}

function* chained<A, B>(first: readonly A[], second: readonly B[]): Generator<A | B> {
  yield* first;
  yield* second;
}

/** By time; at one instant the coarser row first, so that the last row of an instant is the one to prefer. */
function compareRows(a: Row<'account'>, b: Row<'account'>): number {
  return (
    compare(a.observed_at, b.observed_at) ||
    coarseness(b.followers_step) - coarseness(a.followers_step) ||
    coarseness(b.likes_step) - coarseness(a.likes_step) ||
    compare(b.source, a.source) ||
    compare(b.capture_id, a.capture_id) ||
    (b.followers ?? -1) - (a.followers ?? -1) ||
    (b.likes ?? -1) - (a.likes ?? -1) ||
    (b.posts ?? -1) - (a.posts ?? -1)
  );
}

function compareInfos(a: Row<'account_info'>, b: Row<'account_info'>): number {
  return (
    compare(a.observed_at, b.observed_at) ||
    compare(b.source, a.source) ||
    compare(b.capture_id, a.capture_id)
  );
}

function coarseness(step: number | null): number {
  return step ?? Number.MAX_SAFE_INTEGER;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
