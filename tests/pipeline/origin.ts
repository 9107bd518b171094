import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { addDays, instantOf } from '../../lib/calendar.ts';
import type { Settings } from '../../lib/config.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import { type CollectOptions, collect, exitCodeOf } from '../../lib/pipeline/collect.ts';
import { simulatedHeader } from '../../lib/schema/capture.ts';
import type { Outcome } from '../../lib/schema/outcome.ts';
import { answer } from '../../lib/simulate/answer.ts';
import type { RobotsRules } from '../../lib/simulate/robots.ts';
import { createWorld, type World } from '../../lib/simulate/world.ts';
import { writeHandEdited } from '../../lib/store/lists.ts';
import { settingsFor } from '../helpers/settings.ts';

/** A world small enough to live through and large enough for everything to happen in it. */
export const world = createWorld({ seed: 5, accounts: 7, start: '2026-01-01', days: 40 });

/** Serves on the loopback interface until the test is over; gives the address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface Job {
  settings: Settings;
  clock: ReturnType<typeof simulatedEffects>;
  /** Paths asked for, in order. */
  asked: string[];
  /** Puts the clock at three in the morning of a day of the world, counted from 0. */
  setDay(day: number): void;
  run(options?: CollectOptions): Promise<Awaited<ReturnType<typeof collect>> & { exitCode: number }>;
}

/** A collect job over a ledger, against `answerTo` or the world, with a clock that only waits move. */
export async function startJob(
  data: string,
  watched: readonly string[],
  {
    robots = 'own',
    answerTo,
    settings = {},
    cadence = '1d',
  }: {
    robots?: RobotsRules;
    answerTo?: RequestListener;
    settings?: Partial<Settings>;
    cadence?: string;
  } = {},
): Promise<Job> {
  const clock = simulatedEffects(new Date('2026-01-01T03:00:00Z'), 1);
  const asked: string[] = [];
  const simulated: RequestListener = (request, response) => {
    const { status, contentType, body } = answer(world, clock.now(), request.url ?? '/', {
      robots,
      pageBytes: 0,
    });
    response.writeHead(status, {
      'content-type': contentType,
      date: clock.now().toUTCString(),
      [simulatedHeader]: '1',
    });
    response.end(body);
  };
  const origin = await serve((request, response) => {
    asked.push(request.url ?? '');
    (answerTo ?? simulated)(request, response);
  });
  await writeHandEdited(data, {
    watchlist: watched.map((key) => ({
      kind: 'account',
      key,
      zone: '',
      cadence,
      follow_days: 10,
      tags: '',
      note: '',
    })),
  });
  const job: Job = {
    settings: settingsFor(data, { origin, ...settings }),
    clock,
    asked,
    setDay: (day) => clock.set(new Date(`${addDays(world.start, day)}T03:00:00Z`)),
    async run(options = {}) {
      const summary = await collect(job.settings, options, undefined, clock);
      return { ...summary, exitCode: exitCodeOf(summary) };
    },
  };
  return job;
}

/** The instant of an event of the world and the whole days from its start until after it. */
export function eventOf(kind: (typeof world.events)[number]['kind'], of: World = world) {
  const event = of.events.find((each) => each.kind === kind);
  if (!event) throw new Error(`the world has no ${kind}`);
  const daysUntil = Math.ceil((Date.parse(event.from) - Date.parse(of.start)) / 86_400_000);
  return { event, daysUntil, at: instantOf(new Date(event.from)) };
}

export const handleOf = (accountId: string, at: Date = new Date(world.start)) =>
  world.truth(at).find((each) => each.accountId === accountId)?.handle ?? 'none';

/** The outcomes that occurred, with how often. */
export const had = (summary: { outcomes: Record<Outcome, number> }) =>
  Object.fromEntries(Object.entries(summary.outcomes).filter(([, count]) => count > 0));
