import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { instantOf } from '../calendar.ts';
import { type Effects, liveEffects, startTimer } from '../effects.ts';
import { type Capture, type CaptureKind, simulatedHeader } from '../schema/capture.ts';
import { longestBodyBytes, readBody, unpackBody } from './body.ts';
import { failureOf } from './failure.ts';
import { FetchError, RedirectError } from './fetch-error.ts';
import { longestRedirectChain, redirectTarget } from './redirect.ts';
import { readRetryAfter } from './retry.ts';

/** A page to ask the origin for. */
export interface PageRequest {
  kind: CaptureKind;
  /** What it is about: a handle, a post id, a hashtag without #, or a sound id. */
  subject: string;
  /** Path and query, from `/`. */
  path: string;
  /** The account it belongs to: all its pages go the same way, through the same proxy. The subject by default. */
  owner?: string;
  /** Sent as JSON with POST; a GET where there is none. */
  json?: unknown;
}

/** Who asks: the headers of each request, and what an answer leaves behind. */
export interface Speaker {
  /** Headers as a flat list of names and values. */
  headersFor(kind: CaptureKind, url: URL): string[];
  /** Takes the `set-cookie` headers of an answer. */
  take(url: URL, setCookie: readonly string[]): void;
}

/** How a request is sent. */
export interface Sending {
  url: URL;
  dispatcher: Dispatcher;
  speaker: Speaker;
  /** Time limit of the whole, redirects and body included. Always real time, since the network is. */
  timeLimitMs: number;
  /** Whether a redirect may be followed there. */
  mayFollow(target: URL): Promise<boolean>;
  /** Waits for the turn of a redirect that is followed: it is a request like any other. */
  beforeHop(): Promise<void>;
  /** Called for each request that goes out. */
  onRequest(): void;
}

/** What came back. */
export interface Received {
  capture: Capture;
  /** What the origin asked for with `Retry-After`, in milliseconds from now. */
  retryAfterMs: number | null;
  /** The origin's own clock: its `Date` header as it came. */
  date: string | null;
}

/**
 * Sends one request and reads its answer, whatever it means. The only place that collects over the network. Throws
 * `FetchError` where no whole answer came: network, time limit, size, a body that cannot be unpacked, redirects in a circle.
 */
export async function send(
  page: PageRequest,
  sending: Sending,
  effects: Effects = liveEffects,
): Promise<Received> {
  const { url, timeLimitMs } = sending;
  const { response, body, finalUrl } = await withinTimeLimit(url, timeLimitMs, (signal) =>
    follow(page, sending, signal),
  );
  const now = effects.now();
  const observedAt = instantOf(now);
  let captureId: string | undefined;
  return {
    capture: {
      // Named when somebody asks: hashing a page takes a third as long as fetching it over loopback.
      get capture_id() {
        captureId ??= captureIdOf(page.path, observedAt, body);
        return captureId;
      },
      kind: page.kind,
      subject: page.subject,
      url: url.href,
      final_url: finalUrl.href,
      observed_at: observedAt,
      status: response.statusCode,
      content_type: headerOf(response, 'content-type') ?? '',
      simulated: headerOf(response, simulatedHeader) === '1',
      body,
    },
    retryAfterMs: readRetryAfter(headerOf(response, 'retry-after'), now),
    date: headerOf(response, 'date'),
  };
}

/** Sends the request and follows redirects within the site. */
async function follow(page: PageRequest, sending: Sending, signal: EventEmitter) {
  const { speaker, dispatcher } = sending;
  let url = sending.url;
  for (let hop = 0; ; hop++) {
    sending.onRequest();
    const headers = speaker.headersFor(page.kind, url);
    const response = await request(url, {
      dispatcher,
      signal,
      ...(page.json === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: [...headers, 'content-type', 'application/json'],
            body: JSON.stringify(page.json),
          }),
    });
    const cookies = response.headers['set-cookie'];
    if (cookies !== undefined) speaker.take(url, Array.isArray(cookies) ? cookies : [cookies]);
    const target = redirectTarget(response.statusCode, headerOf(response, 'location'), url);
    if (target === null || !(await sending.mayFollow(target))) {
      const body = await readResponse(response);
      // A redirect that is not followed ends where it points: a login wall is known by that.
      return { response, body, finalUrl: target ?? url };
    }
    await response.body.dump();
    if (hop === longestRedirectChain)
      throw new RedirectError(`${sending.url.href} leads from redirect to redirect.`, {
        url: sending.url.href,
      });
    await sending.beforeHop();
    url = target;
  }
}

/** Runs the work and turns what it throws into a `FetchError`. */
async function withinTimeLimit<T>(
  url: URL,
  timeLimitMs: number,
  work: (signal: EventEmitter) => Promise<T>,
): Promise<T> {
  // An emitter is all that undici needs, and costs a tenth of an AbortController.
  const limit = new EventEmitter();
  let isOver = false;
  const stop = startTimer(timeLimitMs, () => {
    isOver = true;
    limit.emit('abort');
  });
  try {
    return await work(limit);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw failureOf(error, url.href, isOver ? timeLimitMs : null);
  } finally {
    stop();
  }
}

/**
 * Sends a form and returns the JSON answer: how tokens are had. Nothing of it becomes a capture, and an error holds
 * nothing of the form or the answer. `body` is null where the answer is no JSON.
 */
export async function sendForm(
  url: URL,
  fields: Readonly<Record<string, string>>,
  timeLimitMs: number,
): Promise<{ status: number; body: unknown }> {
  const { statusCode, text } = await withinTimeLimit(url, timeLimitMs, async (signal) => {
    const response = await request(url, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'cache-control': 'no-cache' },
      body: new URLSearchParams(fields).toString(),
    });
    const bytes = await readResponse(response, longestTokenBytes);
    return { statusCode: response.statusCode, text: new TextDecoder().decode(bytes) };
  });
  try {
    return { status: statusCode, body: JSON.parse(text) as unknown };
  } catch {
    return { status: statusCode, body: null };
  }
}
const longestTokenBytes = 1024 * 1024;

type Response = Awaited<ReturnType<typeof request>>;

/** Its whole body, unpacked. One that says how long it is needs no counting, which saves a third of the reading. */
async function readResponse(response: Response, limitBytes: number = longestBodyBytes): Promise<Uint8Array> {
  const encoding = headerOf(response, 'content-encoding') ?? '';
  const length = Number(headerOf(response, 'content-length') ?? Number.NaN);
  return length <= limitBytes
    ? unpackBody(Buffer.from(await response.body.arrayBuffer()), encoding, limitBytes)
    : readBody(response.body as Readable, encoding, limitBytes);
}

function headerOf(response: Response, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/**
 * 16 hexadecimal digits that name an answer: of its path, its time and its bytes. The origin's port is left out, so that
 * the same simulated day gives the same rows whatever port was free.
 */
function captureIdOf(path: string, observedAt: string, body: Uint8Array): string {
  return createHash('sha256').update(`${path}\n${observedAt}\n`).update(body).digest('hex').slice(0, 16);
}
