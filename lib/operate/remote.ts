import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { Agent, type Dispatcher, request } from 'undici';
import { type Effects, liveEffects, startTimer } from '../effects.ts';
import { failureOf, S3Failure } from './s3-failure.ts';

/** Speaks to S3-compatible stores: the only file of this stage that uses the network. Each call has a time limit. */

export interface Bucket {
  name: string;
  region: string;
  /** Base address of the store, without a slash at its end. */
  endpoint: string;
  /** Whether the bucket is the first part of the path or of the host name. */
  addressing: 'path' | 'virtual';
}

export interface S3Access {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  /** For one call, in milliseconds; large bodies get more, by `slowest`. */
  timeLimitMs: number;
  /** How often a call that failed for a passing reason is made again. */
  retries: number;
  /** Another way to the store, for tests. */
  dispatcher?: Dispatcher;
}

export interface S3Call {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Absent: the call is about the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

export interface S3Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface S3 {
  readonly bucket: Bucket;
  /** Makes a call. Any status but those in `expected` (2xx always) is thrown as `ClipbookError` (`bucket_failed`,
   * `bucket_unreachable`) or `InputError` (`bucket_refused`, `bucket_missing`, `bucket_wrong_region`), after the retries. */
  call(call: S3Call, expected?: readonly number[]): Promise<S3Answer>;
  /** A stretch of an object, gone on with where the connection broke. `etag` is that of the object that was opened. */
  read(key: string, etag: string, offset: number, bytes: number): AsyncGenerator<Uint8Array>;
}

/** Bytes a millisecond of the slowest connection that is waited for. */
const slowest = 50;
/** No answer but an object is longer. */
const answerLimit = 16 << 20;

export function openS3(bucket: Bucket, access: S3Access, effects: Effects = liveEffects): S3 {
  const { timeLimitMs, retries } = access;
  const dispatcher =
    access.dispatcher ??
    new Agent({ connect: { timeout: timeLimitMs }, headersTimeout: 0, bodyTimeout: timeLimitMs });

  async function pause(attempt: number): Promise<void> {
    await effects.sleep(200 * 2 ** attempt * (0.5 + effects.random()));
  }

  /** Sends a call once. The caller reads the body, and `settled` ends the time limit. */
  async function send({ method, key, query = {}, headers = {}, body }: S3Call, bytesBack: number) {
    const stop = new AbortController();
    const limitMs = timeLimitMs + ((body?.length ?? 0) + bytesBack) / slowest;
    const settled = startTimer(limitMs, () => stop.abort(new S3Failure('timeout', 'no full answer in time')));
    try {
      const signed = await new AwsV4Signer({
        method,
        url: urlOf(bucket, key, query),
        headers: { ...headers, 'x-amz-content-sha256': hashOf(body ?? new Uint8Array(0)) },
        accessKeyId: access.accessKeyId,
        secretAccessKey: access.secretAccessKey,
        ...(access.sessionToken === null ? {} : { sessionToken: access.sessionToken }),
        service: 's3',
        region: bucket.region,
        datetime: effects
          .now()
          .toISOString()
          .replace(/[:-]|\.\d{3}/g, ''),
      }).sign();
      const answer = await request(signed.url, {
        method,
        headers: Object.fromEntries(signed.headers),
        body: body ?? null,
        dispatcher,
        signal: stop.signal,
      });
      return { answer, settled };
    } catch (error) {
      settled();
      throw stop.signal.aborted ? stop.signal.reason : error;
    }
  }

  async function callOnce(call: S3Call, expected: readonly number[]): Promise<S3Answer> {
    const { answer, settled } = await send(call, 0);
    try {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > answerLimit) throw new S3Failure('too_long', 'the answer does not end');
        chunks.push(chunk);
      }
      const text = Buffer.concat(chunks).toString('utf8');
      const status = answer.statusCode;
      const headers = textHeaders(answer.headers);
      const good = (status >= 200 && status < 300 && !/<Error[\s>]/.test(text)) || expected.includes(status);
      if (!good) throw S3Failure.of(status, headers, text);
      return { status, headers, text };
    } finally {
      settled();
    }
  }

  return {
    bucket,
    async call(call, expected = []) {
      for (let attempt = 0; ; attempt++) {
        try {
          return await callOnce(call, expected);
        } catch (error) {
          if (attempt >= retries || !S3Failure.mayPass(error)) throw failureOf(error, bucket);
          await pause(attempt);
        }
      }
    },
    async *read(key, etag, offset, bytes) {
      const end = offset + bytes;
      for (let at = offset, failures = 0; at < end; ) {
        try {
          const headers = { range: `bytes=${at}-${end - 1}`, ...(etag === '' ? {} : { 'if-match': etag }) };
          const { answer, settled } = await send({ method: 'GET', key, headers }, end - at);
          try {
            const { statusCode } = answer;
            if (statusCode !== 206 && !(statusCode === 200 && at === 0)) {
              const text = await answer.body.text();
              throw S3Failure.of(statusCode, textHeaders(answer.headers), statusCode === 200 ? '' : text);
            }
            for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
              const wanted = chunk.subarray(0, end - at);
              at += wanted.length;
              failures = 0;
              if (wanted.length > 0) yield wanted;
              if (at >= end) return;
            }
          } finally {
            settled();
          }
          if (at < end) throw new S3Failure('broken', 'the connection ended too early');
        } catch (error) {
          if (failures++ >= retries || !S3Failure.mayPass(error)) throw failureOf(error, bucket);
          await pause(failures);
        }
      }
    },
  };
}

function urlOf(
  { name, endpoint, addressing }: Bucket,
  key: string | undefined,
  query: Record<string, string>,
): string {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '');
  if (addressing === 'virtual') url.hostname = `${name}.${url.hostname}`;
  const object = key === undefined ? '' : key.split('/').map(encodeURIComponent).join('/');
  url.pathname = `${base}/${addressing === 'path' ? `${name}${key === undefined ? '' : '/'}` : ''}${object}`;
  for (const [parameter, value] of Object.entries(query)) url.searchParams.set(parameter, value);
  return url.href;
}

function hashOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

function textHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}
