import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { zonesOf } from '../transform/all.ts';
import { dailyOf } from '../transform/daily.ts';
import { type AccountSeries, accountSeries } from '../transform/series.ts';
import { Across } from '../validate/across.ts';
import { Falls } from '../validate/falls.ts';
import { checkFollowed, checkVolume, type Sighting } from '../validate/followed.ts';
import { Gaps } from '../validate/gaps.ts';
import { tellUnusual, type Unusual, unusualOf } from '../validate/jumps.ts';
import { PostWatch } from '../validate/posts.ts';
import { type Finding, finding } from '../validate/rules.ts';
import type { Track } from '../validate/series-points.ts';
import { checkDisagreement, checkPrecision, Handles, SameNumbers } from '../validate/sources.ts';
import { checkStuck, type Step, stepsOf } from '../validate/stillness.ts';
import { checkTotals, type Totals, totalsOf } from '../validate/totals.ts';
import type { RowTakers } from './check-files.ts';

/** What the rules of series need to know besides the rows. */
export interface SeriesContext {
  watchlist: readonly WatchEntry[];
  defaultZone: string;
  asOf: Date;
}

/**
 * Gathers rows as they are read, and judges series once all are. Of posts only the latest row each is kept; of accounts
 * the observations are, since each is looked at as a whole.
 */
export class SeriesCheck {
  readonly #accounts: Row<'account'>[] = [];
  readonly #infos: Row<'account_info'>[] = [];
  readonly #posts = new PostWatch();
  readonly #numbers = new SameNumbers();
  readonly #handles = new Handles();
  readonly #volume = new Map<string, number>();
  /** Hashtags by name and sounds by id: when they were last observed. */
  readonly #topics = new Map<string, string>();

  readonly takers: RowTakers = {
    account: (rows) => {
      const seen = new Set<string>();
      for (const row of rows) {
        this.#accounts.push(row);
        this.#handles.take(row);
        seen.add(row.account_id);
      }
      this.#numbers.take(rows);
      const day = rows[0]?.observed_at.slice(0, 10);
      if (day !== undefined) this.#volume.set(day, seen.size);
    },
    account_info: (rows) => {
      for (const row of rows) {
        this.#infos.push(row);
        this.#handles.take(row);
      }
    },
    post: (rows) => this.#posts.take(rows),
    post_info: (rows) => this.#posts.takeInfos(rows),
    hashtag: (rows) => {
      for (const { name, observed_at } of rows) this.#topics.set(`hashtag ${name}`, observed_at);
    },
    sound: (rows) => {
      for (const { id, observed_at } of rows) this.#topics.set(`sound ${id}`, observed_at);
    },
  };

  findings({ watchlist, defaultZone, asOf }: SeriesContext): Finding[] {
    const { series, identity, findings } = accountSeries(this.#accounts, {
      zones: zonesOf(watchlist),
      defaultZone,
      asOf,
      infos: this.#infos,
    });
    const sightingOf = this.#sightings(series);
    const idOf = (accountId: string, observedAt: string) => identity.idOf(accountId, observedAt);
    return [
      ...checkFollowed(watchlist, sightingOf, asOf),
      ...(watchlist.length === 0 ? [] : checkVolume(this.#volume, asOf)),
      ...checkAccounts(series, asOf),
      ...findings.map(({ rule, subject, message, account_id, first, last }) =>
        finding(rule, subject, message, {
          account_id,
          first_day: first.slice(0, 10),
          last_day: last.slice(0, 10),
        }),
      ),
      ...this.#handles.findings(),
      ...this.#numbers.findings((row) => idOf(row.account_id, row.observed_at)),
      ...this.#posts.findings(idOf),
      ...checkTotals(totalsOfAll(series), this.#posts.latest, this.#posts.known, idOf),
    ];
  }

  #sightings(series: readonly AccountSeries[]): (entry: WatchEntry) => Sighting | null {
    const byId = new Map(series.map((account) => [account.account_id, account]));
    const byHandle = new Map(series.map((account) => [account.handle, account]));
    return ({ kind, key }) => {
      if (kind === 'account') {
        const account = byHandle.get(key) ?? byId.get(this.#handles.idOf(key) ?? '');
        if (!account) return null;
        const seen = account.observations.findLast(({ row }) => row.followers !== null);
        return {
          observed_at: seen?.row.observed_at ?? null,
          status: account.infos.at(-1)?.status ?? 'ok',
          handle: account.handle,
          account_id: account.account_id,
        };
      }
      if (kind === 'post') {
        const observed_at = this.#posts.latest.get(key)?.observed_at ?? null;
        const status = this.#posts.known.get(key)?.status ?? 'ok';
        return observed_at === null && status === 'ok' ? null : { observed_at, status };
      }
      const observed_at = this.#topics.get(`${kind} ${key}`);
      return observed_at === undefined ? null : { observed_at, status: 'ok' };
    };
  }
}

function trackOf({ account_id, handle, observations }: AccountSeries): Track {
  return { account_id, handle, rows: observations.map(({ row }) => row) };
}

function totalsOfAll(series: readonly AccountSeries[]): Totals[] {
  return series.flatMap((account) => totalsOf(account, trackOf(account).rows) ?? []);
}

/** Each account by itself, and all side by side. */
function checkAccounts(series: readonly AccountSeries[], asOf: Date): Finding[] {
  const across = new Across();
  const gaps = new Gaps();
  const falls = new Falls();
  const all: { track: Track; steps: Step[]; unusual: Unusual[] }[] = [];
  const single: Finding[] = [];
  for (const account of series) {
    const track = trackOf(account);
    const steps = stepsOf(track);
    across.take(track, steps);
    const daily = dailyOf([account], asOf).rows;
    gaps.take(track, daily);
    single.push(...identityChanges(track, daily));
    for (const found of [checkDisagreement(track), checkPrecision(track)]) if (found) single.push(found);
    all.push({ track, steps, unusual: unusualOf(track) });
  }
  for (const { track, steps, unusual } of all) {
    const own = unusual.filter(({ change, rule }) => rule === 'wrapped' || !across.isGlitch(change.to));
    single.push(...tellUnusual(track, own));
    const stuck = checkStuck(track, steps, ({ to }) => across.isRepeat(to));
    if (stuck) single.push(stuck);
    const told = new Set(unusual.map(({ counter, change }) => `${counter} ${change.to.observed_at}`));
    const apart = new Set(
      unusual.flatMap(({ rule, counter, change }) =>
        rule === 'spike' ? `${counter} ${change.to.observed_at}` : [],
      ),
    );
    // The way back from an observation that stands apart is no fall.
    falls.take(
      track,
      ({ counter, from, to }) =>
        told.has(`${counter} ${to.observed_at}`) ||
        apart.has(`${counter} ${from.observed_at}`) ||
        across.isGlitch(from) ||
        across.isGlitch(to),
    );
  }
  return [...gaps.findings(), ...across.findings(), ...single, ...falls.findings(across.glitchDays())];
}

function identityChanges(
  { account_id, handle }: Track,
  daily: readonly Pick<Row<'account_daily'>, 'day' | 'decrease'>[],
): Finding[] {
  const days = daily.filter(({ decrease }) => decrease === 'identity_change').map(({ day }) => day);
  if (days.length === 0) return [];
  return [
    finding(
      'identity_change',
      `@${handle}`,
      `Its second permanent id changed on ${days.join(', ')}: the handle went to another account.`,
      { account_id, first_day: days[0], last_day: days.at(-1) },
    ),
  ];
}
