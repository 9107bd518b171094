import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDays, dayIn } from '../../lib/calendar.ts';
import { liveEffects } from '../../lib/effects.ts';
import { simulatedHeader } from '../../lib/schema/capture.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { writeHandEdited } from '../../lib/store/lists.ts';

/** A world that stands still, served on loopback: a page is the same however often it is asked for. */
export interface StillWorld {
  origin: string;
  /** How often each path was asked for. */
  asked: Map<string, number>;
  /** Writes the watchlist of a ledger that follows everybody. */
  watch(data: string, followDays: number): Promise<void>;
  close(): void;
}

/** Serves a world of so many accounts that began `age` days ago; `change` may change what it answers to a path. */
export async function serveStillWorld(
  accounts: number,
  age: number,
  change: (path: string, body: string) => string = (_path, body) => body,
): Promise<StillWorld> {
  const at = liveEffects.now();
  const world = createWorld({ seed: 8, accounts, start: addDays(dayIn('UTC', at), -age), days: 120 });
  const asked = new Map<string, number>();
  // An answer costs the origin more than it costs to ask.
  const made = new Map<string, ReturnType<typeof answer>>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    let page = made.get(path);
    if (!page) {
      const { status, contentType, body } = answer(world, at, path, { robots: 'own', pageBytes: 0 });
      page = { status, contentType, body: change(path, body) };
      made.set(path, page);
    }
    response
      .writeHead(page.status, { 'content-type': page.contentType, [simulatedHeader]: '1' })
      .end(page.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    watch: (data, followDays) =>
      writeHandEdited(data, {
        watchlist: world.handles(at).map((key) => ({
          kind: 'account',
          key,
          zone: '',
          cadence: '1d',
          follow_days: followDays,
          tags: '',
          note: '',
        })),
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
