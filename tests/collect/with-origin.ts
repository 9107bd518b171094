import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createGetter,
  type Getter,
  type GetterOptions,
  type GetterSettings,
} from '../../lib/collect/getter.ts';
import { simulatedEffects } from '../../lib/effects.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestOrigin {
  url: string;
  getter: Getter;
  effects: ReturnType<typeof simulatedEffects>;
  /** Paths asked for, in order. */
  asked: string[];
}

/** A gentle pace, no proxies, robots.txt not asked. */
export const getterSettings: GetterSettings = {
  origin: 'http://127.0.0.1:9',
  requests_per_minute: 20,
  burst: 1,
  concurrency: 4,
  proxies: [],
  proxy_requests_per_minute: 20,
  time_limit_ms: 5_000,
  retries: 2,
  robots: ['/'],
};

export const startOfTest = new Date('2026-03-04T05:06:07.890Z');

/** Runs `work` with a getter on a real loopback server and a clock that moves only when something waits. */
export async function withOrigin(
  handler: Handler,
  work: (origin: TestOrigin) => Promise<void>,
  settings: Partial<GetterSettings> = {},
  options: GetterOptions = {},
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const effects = simulatedEffects(startOfTest);
  const getter = createGetter({ ...getterSettings, origin: url, ...settings }, options, effects);
  try {
    await work({ url, getter, effects, asked });
  } finally {
    server.closeAllConnections();
    await Promise.all([getter.close(), new Promise((resolve) => server.close(resolve))]);
  }
}
