import { addDays, dayIn, msPerHour } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects, simulatedEffects } from '../effects.ts';
import { type Progress, silent } from '../schema/progress.ts';
import type { Annotation, WatchEntry } from '../schema/watchlist.ts';
import { startOrigin } from '../simulate/server.ts';
import { createWorld, type World } from '../simulate/world.ts';
import { claimFolder } from '../store/claim.ts';
import { writeHandEdited } from '../store/lists.ts';
import { leastHistory } from '../transform/forecast/models.ts';
import { asOfOf } from './as-of.ts';
import { check } from './check.ts';
import { collect, exitCodeOf } from './collect.ts';
import { publish } from './publish.ts';
import { transform } from './transform.ts';

export interface DemoOptions {
  days: number;
  accounts: number;
  seed: number;
}

export interface DemoSummary {
  data: string;
  accounts: number;
  days: number;
  /** The instant at which the simulated clock stands at the end: the site's "as of". */
  as_of: string;
  requests: number;
  stored: { account: number; post: number };
  rejected: number;
  /** Days on which something was not had, as on a bad day of the real origin. */
  incomplete_days: number;
  alerts: number;
}

/** The time of day, in UTC, at which the simulated daily job runs. */
const jobTime = 'T03:17:00Z';
/** The report is looked at a few hours after the job, as a morning reader does. */
const readHour = 6;
const markerFile = '.clipbook-demo';

/**
 * The whole daily job, once for each simulated day, against the simulated origin: collect, on Sundays put forecasts on record, and at the
 * end check, transform and publish. The last day is that of `as_of`, or of the clock, by six in the morning UTC. `settings.data` becomes the demo's own data
 * root: it must be empty or a former demo's, which is replaced. Throws `InputError` otherwise.
 */
export async function runDemo(
  settings: Settings,
  options: DemoOptions,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<DemoSummary> {
  const now = asOfOf(settings, effects);
  // The last day on which a reader can already have opened the page, so that the site is never from the future.
  const lastDay = dayIn('UTC', new Date(now.getTime() - readHour * msPerHour));
  const firstDay = addDays(lastDay, 1 - options.days);
  const world = createWorld({
    seed: options.seed,
    accounts: options.accounts,
    start: firstDay,
    days: options.days,
  });
  await claimFolder(settings.data, markerFile);
  const clock = simulatedEffects(new Date(`${firstDay}${jobTime}`), options.seed);
  const origin = await startOrigin({ world, now: clock.now }, clock);
  try {
    const local: Settings = {
      ...settings,
      origin: origin.url,
      // The job's own clock is the time of what it says.
      as_of: null,
      robots: [],
      proxies: [],
      webhook: null,
      requests_per_minute: 60,
    };
    await writeHandEdited(local.data, {
      watchlist: watchlistOf(world),
      annotations: annotationsOf(world),
      rules: [
        { id: 'stale', when: 'stale', older_than_h: 72 },
        { id: 'followers-fell', when: 'followers_fell', by_fraction: 0.01 },
      ],
    });
    const summary: DemoSummary = {
      data: local.data,
      accounts: options.accounts,
      days: options.days,
      as_of: '',
      requests: 0,
      stored: { account: 0, post: 0 },
      rejected: 0,
      incomplete_days: 0,
      alerts: 0,
    };
    for (let day = 0; day < options.days; day++) {
      progress('Collecting simulated days', day + 1, options.days);
      clock.set(new Date(`${addDays(firstDay, day)}${jobTime}`));
      const collected = await collect(local, {}, undefined, clock);
      summary.requests += collected.requests;
      summary.stored.account += collected.stored.account;
      summary.stored.post += collected.stored.post;
      summary.rejected += collected.rejected;
      if (exitCodeOf(collected) !== 0) summary.incomplete_days++;
      if (saysForecasts(clock.now(), day)) await transform(local, undefined, clock, ['forecast']);
    }
    const asOf = `${lastDay}T0${readHour}:00:00Z`;
    clock.set(new Date(asOf));
    const dated: Settings = { ...local, as_of: asOf };
    summary.as_of = asOf;
    await transform(dated, progress, clock);
    const checked = await check(dated, {}, progress, clock);
    summary.alerts = (await publish(dated, { record: true, checked }, clock)).alerts.length;
    return summary;
  } finally {
    await origin.close();
  }
}

/** Whether the daily job would put forecasts on record; on the other days transforms are left out, as their tables are made again. */
function saysForecasts(now: Date, daysBefore: number): boolean {
  return now.getUTCDay() === 0 && daysBefore >= leastHistory;
}

function watchlistOf(world: World): WatchEntry[] {
  const names = new Set(world.handles());
  return world.creators
    .filter(({ persona }) => names.has(persona.handle))
    .map(({ persona }) => ({
      kind: 'account' as const,
      key: persona.handle,
      zone: persona.zone,
      cadence: '1d',
      // Enough to see views saturate; older posts would only make the demo longer.
      follow_days: 12,
      tags: 'simulated',
      note: 'Invented account of the simulated origin',
    }));
}

function annotationsOf(world: World): Annotation[] {
  const handleOf = (id: string) => world.creators.find((creator) => creator.id === id)?.persona.handle ?? '*';
  const annotations: Annotation[] = [];
  for (const event of world.events) {
    const date = event.from.slice(0, 10);
    if (event.kind === 'purge')
      annotations.push({ date, subject: '*', text: 'Simulated purge of inactive followers', link: '' });
    if (event.kind === 'viral_post')
      annotations.push({
        date,
        subject: handleOf(event.accountId),
        text: 'Simulated post that travelled far',
        link: '',
      });
    if (event.kind === 'outage')
      annotations.push({
        date,
        subject: '*',
        text: 'Simulated day without an answer from the origin',
        link: '',
      });
  }
  return annotations.filter((each) => each.date >= world.start).sort((a, b) => (a.date < b.date ? -1 : 1));
}
