import path from 'node:path';
import { InputError } from '#lib/errors';
import { runDemo } from '#lib/pipeline/demo';
import { defineCommand } from './_front.ts';
import { buildForPrograms, buildSite, readPort, serveSite } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'demo',
  about:
    'Runs the whole job against the built-in simulated origin, day by simulated day, into a data root of its own, builds the site into ./dist and serves it. All of its data is invented.',
  options: {
    days: { value: '<n>', about: 'simulated days (120)' },
    accounts: { value: '<n>', about: 'simulated accounts (24)' },
    seed: { value: '<n>', about: 'seed of the simulated world (1)' },
    port: { value: '<n>', about: 'port of the site (4321; 0 takes a free one)' },
    'no-serve': { about: 'build the site and stop' },
  },
  async run({ settings, option, flag, progress }) {
    const started = performance.now();
    const port = readPort(option('port'), 4321);
    // Never the project's own ledger: without a folder of its own the demo takes .demo/data.
    const own = settings.data === path.resolve('data') ? path.resolve('.demo', 'data') : settings.data;
    const summary = await runDemo(
      { ...settings, data: own },
      {
        days: readWhole('days', option('days'), 120, 2, 400),
        accounts: readWhole('accounts', option('accounts'), 24, 1, 1000),
        seed: readWhole('seed', option('seed'), 1, 0, 2 ** 31),
      },
      progress,
    );
    const site = { ...settings, data: own, as_of: summary.as_of };
    const build = await buildSite(site, progress);
    progress.end();
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const text = [
      `${summary.accounts} simulated accounts over ${summary.days} days: ${summary.requests.toLocaleString('en-US')} requests, ${summary.stored.account.toLocaleString('en-US')} account and ${summary.stored.post.toLocaleString('en-US')} post observations stored, ${summary.rejected} refused, ${summary.incomplete_days} days incomplete.`,
      `The ledger is in ${shorten(own)}, the site of ${build.pages} pages in ${shorten(settings.out)}; all of it in ${seconds} s.`,
    ];
    const json = { ...summary, build: buildForPrograms(build), seconds };
    if (flag('no-serve')) return { exitCode: 0, json, text };
    for (const line of text) process.stderr.write(`${line}\n`);
    const served = await serveSite(site, port);
    process.stderr.write(`\nThe site is at ${served.url} – stop with Ctrl+C.\n`);
    await served.closed();
    return { exitCode: 0, json: { ...json, url: served.url }, text: [] };
  },
});

function shorten(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith('..') ? folder : relative || '.';
}

function readWhole(
  name: string,
  text: string | undefined,
  fallback: number,
  min: number,
  max: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InputError('bad_number', `--${name} ${text} is not a whole number from ${min} to ${max}.`, {
      hint: '"clipbook demo --help" lists the options.',
    });
  return value;
}
