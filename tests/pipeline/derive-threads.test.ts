import { expect, test } from 'vitest';
import { groupsOf, openDerivation, planAccounts } from '../../lib/pipeline/derive.ts';
import { deriveAll } from '../../lib/pipeline/derive-all.ts';
import type { ChunkDone, ThreadAnswer, ThreadTask, ThreadWork } from '../../lib/pipeline/derive-thread.ts';
import { sharedNumbers, startThread } from '../../lib/pipeline/thread.ts';
import { usualTiers } from '../../lib/schema/tier.ts';
import { daysOfManyFalls } from '../../lib/stats/decrease.ts';
import { RebuiltWriter } from '../../lib/store/rebuilt.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { derivedTables } from '../../lib/transform/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { accountRow, postInfoRow, postRow } from '../transform/rows.ts';

const asOf = new Date('2026-11-12T03:00:00Z');
const settings = (data: string) => ({ data, zone: 'Asia/Tokyo', tiers: usualTiers, cache: 'on' });

/** Forty accounts with two posts each over ten days, of which half fall on the eighth: more than are taken in one group. */
async function ledger(): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (let account = 0; account < 40; account++)
    for (let day = 1; day <= 10; day++) {
      const observed_at = `2026-11-${String(day).padStart(2, '0')}T0${account % 10}:00:00Z`;
      const account_id = String(7_000_000_000_000_000_000n + BigInt(account));
      const handle = `account_${account}`;
      const lost = account % 2 === 0 && day >= 8 ? 40 * (account + 1) : 0;
      const followers = 1000 * (account + 1) + 7 * day * account - lost;
      writer.add('account', accountRow({ account_id, handle, observed_at, followers, followers_step: 1 }));
      for (const post of [0, 1]) {
        const post_id = String(7_100_000_000_000_000_000n + BigInt(account * 2 + post));
        const views = Math.round(1000 * (account + 1) * (1 - Math.exp(-day / 3)));
        writer.add('post', postRow({ post_id, account_id, observed_at, views, views_step: 1 }));
        if (day > 1) continue;
        const created_at = `2026-10-3${post}T12:00:00Z`;
        writer.add('post_info', postInfoRow({ post_id, account_id, observed_at, created_at }));
      }
    }
  await writer.commit();
  return data;
}

const derivedOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('derived/')));

async function derivedBy(data: string, fill: (writer: RebuiltWriter) => Promise<unknown>) {
  const writer = await RebuiltWriter.open(data);
  await fill(writer);
  await writer.commit();
  return derivedOf(data);
}

test('what a thread computes is what is computed without one, to the byte', async () => {
  const data = await ledger();
  const alone = await derivedBy(data, (writer) =>
    deriveAll(settings(data), asOf, derivedTables, writer, null, undefined, 0),
  );
  expect(Object.keys(alone).filter((file) => file.includes('/post_age/'))).toHaveLength(2);
  // The accounts that fell are in several groups: only together they make a purge.
  const fallen = Object.values(alone).filter((content) => content.toString().includes(',purge,'));
  expect(fallen.length).toBeGreaterThan(0);

  const byThread = await derivedBy(data, async (writer) => {
    const answers = await answersOf(data);
    expect(answers.flatMap(({ ofSet }) => ofSet)).toHaveLength(40);
    expect(answers.length).toBeGreaterThan(1);
    for (const { blocks } of answers) await writer.addBlocks(blocks);
  });
  const ofAccounts = Object.keys(byThread);
  expect(ofAccounts.length).toBeGreaterThan(10);
  expect(byThread).toEqual(Object.fromEntries(Object.entries(alone).filter(([file]) => file in byThread)));

  expect(
    await derivedBy(data, (writer) =>
      deriveAll(settings(data), asOf, derivedTables, writer, null, undefined, 2),
    ),
  ).toEqual(alone);
});

/** Every chunk, done by a thread. */
async function answersOf(data: string): Promise<ChunkDone[]> {
  const next = sharedNumbers();
  const task: ThreadTask = { settings: settings(data), asOf, wanted: derivedTables, next };
  const thread = startThread(new URL('../../lib/pipeline/derive-thread.ts', import.meta.url), task);
  const { chunks } = await planAccounts(await openDerivation(settings(data), asOf, derivedTables));
  const { groups, plain } = groupsOf(chunks);
  expect(plain).toBe(groups.length);
  const answers: ChunkDone[] = [];
  thread.on('message', (answer: ThreadAnswer) => {
    if (answer.is === 'read') thread.postMessage({ groups, plan: null, purges: null } satisfies ThreadWork);
    else if (answer.is === 'counted')
      thread.postMessage(
        daysOfManyFalls(answer.falls.map(([day, accounts, fell]) => [day, { accounts, fell }])),
      );
    else answers.push(answer);
  });
  await new Promise((resolve, reject) => {
    thread.on('exit', resolve);
    thread.on('error', reject);
  });
  return answers;
}
