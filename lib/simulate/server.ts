import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError, messageOf } from '../errors.ts';
import { simulatedHeader } from '../schema/capture.ts';
import { type Answer, answer } from './answer.ts';
import { createDamager, type FaultShare } from './faults/choose.ts';
import { type Wire, wireOf } from './faults/fault.ts';
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
  /** What goes wrong, and how often; nothing by default. */
  faults?: readonly FaultShare[];
  /** Which answers are damaged; the world's by default. */
  faultSeed?: number;
  /** Paths that no fault happens to; robots.txt and the index page by default. */
  sparedPaths?: readonly string[];
  /** Called for each request before it is answered. */
  onRequest?: (served: Served) => void;
}

/** What a request got. */
export interface Served {
  /** Path and query as they were asked for. */
  path: string;
  /** The instant the world was at. */
  instant: Date;
  /** Name of the fault; null for the good answer. */
  fault: string | null;
  /** Whether the truth can be read out of what is sent. */
  truthful: boolean;
  /** Whether a client that waits gets the answer to its end. */
  whole: boolean;
}

export interface Origin {
  /** Address without a slash at the end, such as `http://127.0.0.1:8787`. */
  url: string;
  /** Stops listening and drops open connections; safe to call twice. */
  close(): Promise<void>;
  /** Requests answered so far. */
  requests(): number;
  /** What goes wrong from the next request on, in place of `faults` and `faultSeed`. */
  setFaults(faults: readonly FaultShare[], seed?: number): void;
}

/** Paths that no fault happens to unless one says otherwise. */
export const usuallySpared: readonly string[] = ['/', '/robots.txt'];

const notAllowed: Answer = {
  status: 405,
  contentType: 'text/plain; charset=utf-8',
  body: 'Only GET and HEAD.\n',
};

/**
 * Serves a world on the loopback interface. A request that fails is answered with status 500 and the origin goes on.
 * Throws `InputError` where the port cannot be taken.
 */
export async function startOrigin(options: OriginOptions, effects: Effects = liveEffects): Promise<Origin> {
  const { world, now = effects.now, port = 0, robots = 'own', latencyMs = 0, pageBytes = 0 } = options;
  const { faults = [], faultSeed = world.seed, sparedPaths = usuallySpared, onRequest } = options;
  let damage = createDamager(faults, faultSeed);
  let requests = 0;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const gone = new AbortController();
    response.once('close', () => gone.abort('gone'));
    // A body would keep the connection busy until it is read.
    request.resume();
    if (latencyMs > 0) await effects.sleep(latencyMs, gone.signal);
    const at = now();
    const target = request.url ?? '/';
    const pageOptions = { robots, pageBytes };
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const good = isRead ? answer(world, at, target, pageOptions) : notAllowed;
    const damaged = sparedPaths.includes(target)
      ? null
      : damage(good, { world, at, target, options: pageOptions });
    const { name = null, truthful = true, whole = true } = damaged?.fault ?? {};
    onRequest?.({ path: target, instant: at, fault: name, truthful, whole });
    const wire = damaged?.wire ?? wireOf(good);
    const headers = {
      'cache-control': 'no-store',
      date: at.toUTCString(),
      [simulatedHeader]: '1',
      ...(good.status === 405 ? { allow: 'GET, HEAD' } : {}),
      ...wire.headers,
    };
    const body = request.method === 'HEAD' ? [] : wire.body;
    await send(response, { ...wire, headers, body }, effects, gone.signal);
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => {
      // Nothing of the error goes out: it may hold paths of this machine.
      if (response.headersSent || response.destroyed) response.destroy();
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
    setFaults: (others, seed = faultSeed) => {
      damage = createDamager(others, seed);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends what goes over the wire, and does with the connection what it says. */
async function send(
  response: ServerResponse,
  { status, headers, body, pauseMs, ending }: Wire,
  effects: Effects,
  gone: AbortSignal,
): Promise<void> {
  if (status !== null) {
    response.writeHead(status, headers);
    const [piece, ...more] = Array.isArray(body) ? body : [];
    // The usual answer leaves in one packet.
    if (ending === 'whole' && piece !== undefined && more.length === 0) {
      response.end(piece);
      return;
    }
    for (const piece of body) {
      await written(response, piece);
      if (gone.aborted) return;
      if (pauseMs > 0) await effects.sleep(pauseMs, gone);
    }
  }
  if (ending === 'whole') response.end();
  else if (ending === 'hang-up') response.socket?.end();
  else if (ending === 'reset') response.socket?.resetAndDestroy();
}

/** Resolves when a piece has left, so that a large page is never held as a whole; also when the client has. */
function written(response: ServerResponse, piece: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(piece, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}
