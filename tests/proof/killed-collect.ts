import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import { seededRandom } from '../../lib/effects.ts';
import { cleanAgain } from '../../lib/pipeline/clean.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { readCaptures } from '../../lib/store/captures.ts';
import { readTable } from '../../lib/store/tables.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectNothingLost, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';
import { serveStillWorld } from './still-world.ts';

/** What the clean tables say, without when. */
export async function seenIn(data: string): Promise<{ accounts: string[]; posts: string[] }> {
  const [accounts, posts] = [await readTable('account', { data }), await readTable('post', { data })];
  return {
    accounts: accounts.map((row) => row.account_id).sort(),
    posts: posts.map((row) => row.post_id).sort(),
  };
}

/**
 * Kills a collect run at `moments` random moments and shows each time: nothing stored before is lost; every row that is
 * stored has its capture; the same run again ends with each account and post once, as an undisturbed one does; and
 * reading the captures again stores every page that was had. Returns how many runs were killed in the midst of it.
 */
export async function proveCollect(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  // More things than go into one commit, so that some runs die between two of them.
  const still = await serveStillWorld(24, 12);
  const { origin } = still;
  const env = { CLIPBOOK_ORIGIN: origin, CLIPBOOK_REQUESTS_PER_MINUTE: '60000' };
  const settings = (data: string) => settingsFor(data, { origin, requests_per_minute: 60_000 });
  try {
    const base = path.join(folder, 'base');
    await still.watch(base, 10);
    const before = dataOf(base);
    const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
    const tookMs = await lockedMs(['collect'], undisturbed, env);
    const expected = await seenIn(undisturbed);
    expect(expected.accounts.length + expected.posts.length).toBeGreaterThan(250);
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const data = copyOf(base, path.join(folder, 'struck'));
      const struck = await runAndKill(['collect'], data, random() * tookMs, env);
      if (struck.signal === 'SIGKILL') killed++;
      expectNothingLost(data, before);
      await expectCaptures(data);
      await expectReadAgain(copyOf(data, path.join(folder, 'read-again')), settings);
      await collect(settings(data));
      expect(await seenIn(data)).toEqual(expected);
      await expectCaptures(data);
      await expectSound(data);
    }
    return killed;
  } finally {
    still.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every stored row has the page it was read from. */
export async function expectCaptures(data: string): Promise<void> {
  const kept = new Set<string>();
  for await (const capture of readCaptures(data)) kept.add(capture.capture_id);
  for (const table of ['account', 'post', 'account_info', 'post_info'] as const)
    for (const row of await readTable(table, { data }))
      expect(kept.has(row.capture_id), row.capture_id).toBe(true);
}

/** Reading the captures again stores every observation that a kept page holds. */
async function expectReadAgain(data: string, settings: (data: string) => ReturnType<typeof settingsFor>) {
  await cleanAgain(settings(data));
  const pages = { accounts: [] as string[], posts: [] as string[] };
  for await (const capture of readCaptures(data)) {
    const { outcome, drafts } = cleanCapture(capture);
    if (outcome !== 'ok' || capture.kind === 'creator-embed') continue;
    for (const draft of drafts) {
      if (draft.table === 'account') pages.accounts.push(String(draft.row.account_id));
      if (draft.table === 'post') pages.posts.push(String(draft.row.post_id));
    }
  }
  expect(await seenIn(data)).toEqual({ accounts: pages.accounts.sort(), posts: pages.posts.sort() });
  await expectSound(data);
}
