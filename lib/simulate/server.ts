import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError, messageOf } from '../errors.ts';
import { simulatedHeader } from '../schema/capture.ts';
import { type Answer, answer } from './answer.ts';
import type { RobotsRules } from './robots.ts';
import type { World } from './world.ts';

export interface OriginOptions {
  world: World;
  /** The instant the world is at; the clock by default. */
  now?: () => Date;
  /** 0, the default, takes a free one. */
  port?: number;
  /** `own` (the default) allows everything; `tiktok` disallows what TikTok does. */
  robots?: RobotsRules;
  /** How long every answer is held back, in milliseconds. */
  latencyMs?: number;
  /** Pads account and post pages to about this many bytes; real ones have about 370,000. */
  pageBytes?: number;
}

export interface Origin {
  /** Address without a slash at the end, such as `http://127.0.0.1:8787`. */
  url: string;
  /** Stops listening and drops open connections; safe to call twice. */
  close(): Promise<void>;
  /** Requests answered so far. */
  requests(): number;
}

/**
 * Serves a world on the loopback interface. A request that fails is answered with status 500 and the origin goes on.
 * Throws `InputError` where the port cannot be taken.
 */
export async function startOrigin(options: OriginOptions, effects: Effects = liveEffects): Promise<Origin> {
  const { world, now = effects.now, port = 0, robots = 'own', latencyMs = 0, pageBytes = 0 } = options;
  const closing = new AbortController();
  let requests = 0;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    // A body would keep the connection busy until it is read.
    request.resume();
    if (latencyMs > 0) await effects.sleep(latencyMs, closing.signal);
    const at = now();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const { status, contentType, body }: Answer = isRead
      ? answer(world, at, request.url ?? '/', { robots, pageBytes })
      : { status: 405, contentType: 'text/plain; charset=utf-8', body: 'Only GET and HEAD.\n' };
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      date: at.toUTCString(),
      [simulatedHeader]: '1',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => {
      // Nothing of the error goes out: it may hold paths of this machine.
      if (response.headersSent || closing.signal.aborted) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8', [simulatedHeader]: '1' })
          .end('The simulated origin failed.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new InputError(
          'port_taken',
          `The simulated origin cannot listen on port ${port}: ${messageOf(cause)}.`,
          {
            cause,
            hint: 'Choose another port, or 0 for a free one.',
          },
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    requests: () => requests,
    close: () => {
      closing.abort();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
