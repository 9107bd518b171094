import { type ParseArgsConfig, parseArgs } from 'node:util';
import { addDays, instantOf, isDay, msPerDay } from '#lib/calendar';
import { liveEffects } from '#lib/effects';
import { InputError, messageOf } from '#lib/errors';
import { faults } from '#lib/simulate/faults/all';
import { mixedName, readFaults } from '#lib/simulate/faults/choose';
import { type Origin, startOrigin, usuallySpared } from '#lib/simulate/server';
import { createWorld, type World } from '#lib/simulate/world';

export const options = {
  port: { type: 'string', default: '8787' },
  accounts: { type: 'string', default: '24' },
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: '120' },
  start: { type: 'string' },
  at: { type: 'string' },
  robots: { type: 'string', default: 'own' },
  faults: { type: 'string', default: '' },
  'faults-robots': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const nameWidth = Math.max(...faults.map(({ name }) => name.length));

export const help = `Serves the simulated origin by itself: invented accounts, in the shapes of TikTok's public pages, on this
machine only. Runs until it is interrupted.

Usage: clipbook replay [options]

Options:
  --port <port>      port to listen on, 0 for a free one (${options.port.default})
  --accounts <n>     how many invented accounts there are (${options.accounts.default})
  --seed <n>         which world: the same seed, days and start give the same one (${options.seed.default})
  --days <n>         days over which the world's events are spread (${options.days.default})
  --start <day>      first day of the world; by default the days since 1970 are cut into blocks of --days
                     days, and the world begins with the block that the clock is in
  --at <instant>     stop the world's clock at this instant, such as 2026-11-22T09:00:00Z
  --robots own|tiktok  robots.txt that allows everything, or one in the shape of TikTok's (${options.robots.default})
  --faults <list>    what goes wrong, separated by commas: a name of the list below, or \`${mixedName}\` for all of
                     them at random, each with the share of answers it takes (0 to 1) after a colon; all
                     answers where none is given. The seed decides which answers
  --faults-robots    let them happen to robots.txt as well
  --json             print one JSON object on standard output: { "url", "handles" }

Faults:
${faults.map(({ name, about }) => `  ${name.padEnd(nameWidth)}  ${about}`).join('\n')}

Examples:
  clipbook replay --accounts 5
  clipbook replay --port 0 --at 2026-11-22T09:00:00Z --json
  clipbook replay --faults mixed:0.3
  clipbook replay --faults challenge:0.02,error-503:0.1
`;

/**
 * Serves the simulated origin until SIGINT or SIGTERM; returns the exit code. Throws `InputError` on an option that
 * cannot be, and where the port is taken.
 */
export async function run(args: string[]): Promise<number> {
  const wanted = readOptions(args);
  const at = wanted.at;
  const now = at === null ? liveEffects.now : () => at;
  const { seed, accounts, days, start } = wanted;
  const world = createWorld({ seed, accounts, days, start: start ?? firstDayOfBlock(now(), days) });
  const damaged = new Map<string, number>();
  const origin = await startOrigin({
    world,
    now,
    port: wanted.port,
    robots: wanted.robots,
    faults: wanted.faults,
    ...(wanted.faultsRobots ? { sparedPaths: usuallySpared.filter((path) => path !== '/robots.txt') } : {}),
    onRequest: ({ fault }) => {
      if (fault !== null) damaged.set(fault, (damaged.get(fault) ?? 0) + 1);
    },
  });
  const stopped = untilInterrupted();
  process.stderr.write(describe(origin, world, now(), at !== null));
  if (wanted.faults.length > 0) process.stderr.write(`\nBad days are on: ${wanted.faults.length} faults.\n`);
  if (wanted.json)
    process.stdout.write(`${JSON.stringify({ url: origin.url, handles: world.handles(now()) })}\n`);
  await stopped;
  await origin.close();
  process.stderr.write(`Stopped after ${origin.requests()} requests.\n`);
  for (const [name, times] of [...damaged].sort())
    process.stderr.write(`  ${name.padEnd(nameWidth)}  ${times}\n`);
  return 0;
}

/** The first day of the block of `days` days, counted from 1970-01-01, that holds an instant. */
export function firstDayOfBlock(now: Date, days: number): string {
  const today = Math.floor(now.getTime() / msPerDay);
  return addDays('1970-01-01', today - (today % days));
}

function readOptions(args: string[]) {
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    values = parseArgs({ args, options }).values;
  } catch (cause) {
    throw badUsage(messageOf(cause).split('\n')[0] ?? '', cause);
  }
  const { at, start, robots } = values;
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw badUsage(`--at is ${JSON.stringify(at)}, which is not an instant such as 2026-11-22T09:00:00Z.`);
  if (start !== undefined && !isDay(start))
    throw badUsage(`--start is ${JSON.stringify(start)}, which is not a day such as 2026-11-22.`);
  if (robots !== 'own' && robots !== 'tiktok')
    throw badUsage(`--robots is ${JSON.stringify(robots)}; it can be own or tiktok.`);
  return {
    port: readWhole('port', values.port, 0, 65_535),
    accounts: readWhole('accounts', values.accounts, 1, 5000),
    seed: readWhole('seed', values.seed, 0, 2 ** 31 - 1),
    days: readWhole('days', values.days, 1, 3650),
    start: start ?? null,
    at: at === undefined ? null : new Date(at),
    robots,
    faults: readFaults(values.faults),
    faultsRobots: values['faults-robots'],
    json: values.json,
  } as const;
}

function readWhole(name: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw badUsage(`--${name} is ${JSON.stringify(text)}, not a whole number from ${min} to ${max}.`);
  return value;
}

function badUsage(message: string, cause?: unknown): InputError {
  return new InputError('bad_usage', message, { cause, hint: '"clipbook replay --help" lists the options.' });
}

function describe(origin: Origin, world: World, now: Date, isStopped: boolean): string {
  const handles = world.handles(now);
  const sample = handles.slice(0, 4);
  const clock = `${instantOf(now)}${isStopped ? ' and stands still' : ' and runs'}`;
  const first = sample[0] ?? '';
  return [
    `Simulated origin: ${origin.url}  (${handles.length} public accounts, all invented; Ctrl-C stops it)`,
    `Its clock is at ${clock}; its days are ${world.start} to ${addDays(world.start, world.days - 1)}, seed ${world.seed}.`,
    '',
    ...sample.map((handle) => `  @${handle.padEnd(24)} ${origin.url}/@${handle}`),
    ...(handles.length > sample.length ? [`  … all of them at ${origin.url}/`] : []),
    '',
    'Collect from it in another terminal, into a folder of its own:',
    `  npm run -s clipbook -- watch add @${first} --data ./replay-data`,
    `  CLIPBOOK_ORIGIN=${origin.url} npm run -s clipbook -- collect --only @${first} --data ./replay-data`,
    '',
  ].join('\n');
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
