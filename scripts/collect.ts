import { InputError } from '#lib/errors';
import { plural } from '#lib/format';
import { type CollectSummary, collect, exitCodeOf } from '#lib/pipeline/collect';
import { describePlan, planOnly } from '#lib/pipeline/dry-run';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'collect',
  about:
    'Fetches what the watchlist asks for and is due, at a gentle pace; keeps each answer as received, cleans, validates, stores.',
  options: {
    only: { value: '<@handle>', about: 'only this account of the watchlist' },
    shard: { value: '<i/n>', about: 'only this runner’s part of the watchlist, e.g. 1/3' },
    'dry-run': { about: 'print what is due, the requests and the minutes it takes; ask for nothing' },
    now: { about: 'ask although the origin refused us lately and has its rest' },
  },
  examples: ['clipbook collect --dry-run', 'clipbook collect --only @nasa'],
  async run({ settings, option, flag, progress }) {
    const only = option('only');
    const shard = readShard(option('shard'));
    const options = {
      ...(only === undefined ? {} : { only }),
      ...(shard ? { shard } : {}),
      now: flag('now'),
    };
    if (flag('dry-run')) {
      const plan = await planOnly(settings, options);
      return { exitCode: 0, json: plan, text: describePlan(plan) };
    }
    const summary = await collect(settings, options, progress);
    return { exitCode: exitCodeOf(summary), json: summary, text: describeCollect(summary) };
  },
});

/** A collect run as a person reads it. */
export function describeCollect(summary: CollectSummary): string[] {
  const counts = Object.entries(summary.outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcome.replaceAll('_', ' ')} ${count}`);
  return [
    ...summary.notes,
    summary.asked === 0
      ? 'Nothing was due. The watchlist says what is followed and how often: clipbook watch list'
      : `Asked for ${plural(summary.asked, 'thing')} in ${plural(summary.requests, 'request')}: ${counts.join(', ')}.`,
    `Stored: ${summary.stored.account} account and ${summary.stored.post} post observations; refused: ${summary.rejected}.`,
  ];
}

function readShard(text: string | undefined): { index: number; count: number } | null {
  if (text === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (!match || index < 1 || index > count)
    throw new InputError('bad_shard', `--shard ${text} is not a part such as 1/3.`, {
      hint: 'The first number counts from 1 and is not above the second.',
    });
  return { index, count };
}
