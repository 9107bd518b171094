import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom, simulatedEffects } from '../../lib/effects.ts';
import { messageOf } from '../../lib/errors.ts';
import { type CollectSummary, collect, exitCodeOf } from '../../lib/pipeline/collect.ts';
import { mixedFaults } from '../../lib/simulate/faults/choose.ts';
import { type Served, startOrigin } from '../../lib/simulate/server.ts';
import { createWorld, type World } from '../../lib/simulate/world.ts';
import { writeHandEdited } from '../../lib/store/lists.ts';
import { treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { exitCodeFor, isPlanned, judgeRows, missingRows, standsDown, thingOf } from '../helpers/truth.ts';

/** Ledgers that live through bad days: mixed faults at random, by seed. */

export interface Figures {
  runs: number;
  days: number;
  requests: number;
  /** Damaged answers by fault. */
  damaged: Map<string, number>;
  /** Rows stored, accounts and posts. */
  rows: number;
  /** Days by exit code. */
  exits: Map<number, number>;
  /** Everything that should not be, in sentences that name the run. */
  wrong: string[];
  lost: string[];
  other: string[];
}

/** Runs that go on at once: most of their time they wait for time limits. */
const runsAtOnce = 6;

/** Lives so many ledgers through bad days; the same seed gives the same worlds and the same faults. */
export async function proveBadDays(runs: number, seed: number): Promise<Figures> {
  const figures: Figures = {
    runs,
    days: 0,
    requests: 0,
    damaged: new Map(),
    rows: 0,
    exits: new Map(),
    wrong: [],
    lost: [],
    other: [],
  };
  let next = 0;
  const worker = async () => {
    while (next < runs) await liveThrough(seed, next++, figures);
  };
  await Promise.all(Array.from({ length: runsAtOnce }, worker));
  return figures;
}

/** One ledger: a good day, then two or three bad ones. */
async function liveThrough(seed: number, run: number, figures: Figures): Promise<void> {
  const random = seededRandom(seed * 100_003 + run);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const world = createWorld({ seed: whole(1, 10_000), accounts: whole(3, 5), start: '2026-01-01', days: 40 });
  const clock = simulatedEffects(new Date(world.start), run + 1);
  let today: Served[] = [];
  const origin = await startOrigin({ world, now: clock.now, onRequest: (each) => today.push(each) });
  const data = mkdtempSync(path.join(tmpdir(), 'clipbook-bad-days-'));
  try {
    await writeHandEdited(data, { watchlist: watchlistOf(world) });
    const served: Served[] = [];
    const firstDay = whole(0, 34);
    const badDays = whole(2, 3);
    // Without the faults at which a run stands down the others meet it everywhere, to the last post.
    const patient = random() < 0.6;
    for (let day = 0; day <= badDays; day++) {
      clock.set(new Date(`${addDays(world.start, firstDay + day)}T03:00:00Z`));
      const share = day === 0 ? 0 : 0.05 + 0.55 * random();
      const before = filesOf(data);
      today = [];
      origin.setFaults(
        mixedFaults(share).filter(({ fault }) => !patient || !standsDown.test(fault.name)),
        whole(1, 1e9),
      );
      const settings = settingsFor(data, {
        origin: origin.url,
        retries: whole(0, 2),
        concurrency: whole(1, 4),
        burst: whole(1, 4),
        time_limit_ms: 1500,
      });
      const summary = await collect(settings, {}, undefined, clock);
      served.push(...today);
      const name = `run ${run} of seed ${seed}, day ${day}`;
      const say = (list: string[], sentences: readonly string[]) =>
        list.push(...sentences.map((sentence) => `${name}: ${sentence}`));
      say(figures.other, faultsOf(summary, today, world));
      say(figures.other, changedLines(before, filesOf(data)));
      say(figures.lost, await missingRows(data, world, today));
      note(figures, today, exitCodeOf(summary));
    }
    const judged = await judgeRows(data, world, served);
    figures.rows += judged.rows;
    figures.wrong.push(...judged.wrong.map((row) => `run ${run} of seed ${seed}: ${row}`));
  } catch (error) {
    figures.other.push(`run ${run} of seed ${seed} failed: ${messageOf(error)}`);
  } finally {
    await origin.close();
    rmSync(data, { recursive: true, force: true });
  }
}

function watchlistOf(world: World) {
  return world.creators.map(({ persona }) => ({
    kind: 'account' as const,
    key: persona.handle,
    zone: '',
    cadence: '1d',
    follow_days: 4,
    tags: '',
    note: '',
  }));
}

function note(figures: Figures, today: readonly Served[], exitCode: number): void {
  figures.days++;
  figures.requests += today.length;
  figures.exits.set(exitCode, (figures.exits.get(exitCode) ?? 0) + 1);
  for (const { fault } of today)
    if (fault !== null) figures.damaged.set(fault, (figures.damaged.get(fault) ?? 0) + 1);
}

/** What does not add up in a summary. */
function faultsOf(summary: CollectSummary, today: readonly Served[], world: World): string[] {
  const said: string[] = [];
  const counts = Object.entries(summary.outcomes).filter(([, count]) => count > 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total !== summary.asked) said.push(`${summary.asked} things have ${total} outcomes`);
  const expected = exitCodeFor(summary);
  if (exitCodeOf(summary) !== expected)
    said.push(`exit code ${exitCodeOf(summary)} for ${JSON.stringify(counts)}, not ${expected}`);
  // A renamed account is looked up under two handles and is one thing.
  const nameOf = (key: string) =>
    world.creators.find(({ persona }) => persona.laterHandle === key)?.persona.handle ?? key;
  const things = new Set(
    today
      .filter(({ path }) => isPlanned(path))
      .map(({ path, instant }) => ({ instant, thing: thingOf(path) }))
      // A handle that is nobody's any more: the account is asked for under the new one, unless the run stood down before.
      .map(({ instant, thing }) =>
        thing?.kind === 'account' && world.find(thing.key, instant) === null ? null : thing,
      )
      .flatMap((thing) => (thing ? [`${thing.kind} ${nameOf(thing.key)}`] : [])),
  );
  const { not_asked: notAsked, disallowed } = summary.outcomes;
  if (things.size > summary.asked - notAsked - disallowed)
    said.push(
      `${things.size} things were asked for, ${summary.asked - notAsked - disallowed} counted as asked`,
    );
  if (summary.requests !== today.length)
    said.push(`${summary.requests} requests counted, ${today.length} served`);
  return said;
}

const filesOf = (data: string) =>
  Object.fromEntries(
    Object.entries(treeOf(data)).filter(([name]) => /^(?:clean|rejected)\/.*\.(?:csv|jsonl)$/.test(name)),
  );

/** Lines that were there and are not. */
function changedLines(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.entries(before).flatMap(([name, text]) => {
    const lines = new Set((after[name] ?? '').split('\n'));
    return text
      .split('\n')
      .filter((line) => !lines.has(line))
      .map((line) => `${name} no longer has ${line}`);
  });
}

/** The figures in one line. */
export function sayFigures(figures: Figures): string {
  const { runs, days, requests, damaged, rows, wrong, lost, other, exits } = figures;
  const total = [...damaged.values()].reduce((sum, count) => sum + count, 0);
  const byFault = [...damaged].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
  const byExit = [...exits].sort(([a], [b]) => a - b).map(([code, count]) => `${count}× ${code}`);
  return (
    `${runs} runs, ${days} days (exit codes ${byExit.join(', ')}), ${requests} requests, ${total} damaged answers ` +
    `(${byFault.join(', ')}), ${rows} rows stored, ${wrong.length} wrong, ${lost.length} lost, ${other.length} other.`
  );
}
