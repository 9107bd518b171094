import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { seededRandom } from '../../lib/effects.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectNothingLost, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';
import { expectCaptures, seenIn } from './killed-collect.ts';
import { serveStillWorld } from './still-world.ts';

export interface ResumeFigures {
  accounts: number;
  posts: number;
  /** Runs that were killed in the midst of their work, of all that were started. */
  killed: number;
  /** Pages that were asked for twice over all moments, and the most for one page and for one run. */
  askedTwice: number;
  mostPerPage: number;
  mostPerRun: number;
  /** Pages that the resumed runs took from what was kept. */
  resumed: number;
}

/** Posts of an account that the embed of this origin lists. */
const postsEach = 10;

/**
 * Kills a collect run of `accounts` accounts with up to ten posts each at `moments` random moments, and lets the next run
 * go on: every row is there, once and whole, and no page was asked for more than once more than needed. At one request
 * at a time a kill can cost one page: the one that was on its way.
 */
export async function proveResume(moments: number, accounts: number, seed: number): Promise<ResumeFigures> {
  const folder = workFolder();
  const still = await serveStillWorld(accounts, 30, (path, body) =>
    path.startsWith('/embed/@') ? listingOnly(body, postsEach) : body,
  );
  const { origin, asked } = still;
  const env = { CLIPBOOK_ORIGIN: origin, CLIPBOOK_REQUESTS_PER_MINUTE: '60000', CLIPBOOK_BURST: '100' };
  try {
    const base = path.join(folder, 'base');
    await still.watch(base, 3650);
    const before = dataOf(base);
    const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
    const tookMs = await lockedMs(['collect'], undisturbed, env);
    const expected = await seenIn(undisturbed);
    const random = seededRandom(seed);
    const figures: ResumeFigures = {
      accounts: expected.accounts.length,
      posts: expected.posts.length,
      killed: 0,
      askedTwice: 0,
      mostPerPage: 1,
      mostPerRun: 0,
      resumed: 0,
    };
    for (let moment = 0; moment < moments; moment++) {
      const data = copyOf(base, path.join(folder, 'struck'));
      asked.clear();
      const struck = await runAndKill(['collect'], data, random() * tookMs, env);
      const isKilled = struck.signal === 'SIGKILL';
      if (isKilled) figures.killed++;
      expectNothingLost(data, before);
      const summary = await collect(
        settingsFor(data, { origin, requests_per_minute: Number.POSITIVE_INFINITY }),
      );
      figures.resumed += summary.resumed;
      expect(await seenIn(data)).toEqual(expected);
      await expectCaptures(data);
      await expectSound(data);
      asked.delete('/robots.txt');
      const twice = [...asked.values()].filter((times) => times > 1);
      figures.askedTwice += twice.length;
      figures.mostPerPage = Math.max(figures.mostPerPage, ...twice);
      figures.mostPerRun = Math.max(figures.mostPerRun, twice.length);
      expect(Math.max(0, ...twice), 'times that one page was asked for').toBeLessThanOrEqual(2);
      expect(twice.length, 'pages asked for twice').toBeLessThanOrEqual(isKilled ? 1 : 0);
    }
    return figures;
  } finally {
    still.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The embed with its list cut to so many posts. */
function listingOnly(body: string, count: number): string {
  return body.replace(
    /(<script id="__FRONTITY_CONNECT_STATE__"[^>]*>)(.*?)(<\/script>)/s,
    (_all, open: string, json: string, close: string) => {
      const state = JSON.parse(json) as { source: { data: Record<string, { videoList: unknown[] }> } };
      for (const page of Object.values(state.source.data)) page.videoList = page.videoList.slice(0, count);
      return open + JSON.stringify(state).replaceAll('/', '\\u002F').replaceAll('<', '\\u003C') + close;
    },
  );
}
