import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import S3rver from 's3rver';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './ledger.ts';

/**
 * An S3 store for tests: s3rver, behind a door that does what s3rver leaves out. The door checks the signature (Version 4) and the hash
 * of every call, ends and lists uploads, cuts listings into pages (s3rver needs a cipher for it that Node has no more), and has a bad day
 * where a test wants one.
 */

/** The keys that the store knows; s3rver has no others. */
export const keys = { s3_access_key_id: 'S3RVER', s3_secret_access_key: 'S3RVER' };

export interface Call {
  method: string;
  /** Path and query as they came. */
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  response: ServerResponse;
}

export interface S3Store {
  /** Without a slash at its end. */
  endpoint: string;
  /** Calls so far, as `PUT /bucket/key?partNumber=1`. */
  calls: string[];
  /** Asked first, for every call that is signed as it should be: true where it has answered (or let it hang) itself. */
  fault: (call: Call, n: number) => boolean;
  /** Asked with the answer of the store, which it may change; null cuts the connection. */
  answer: (call: Call, body: Buffer) => Buffer | null;
  /** Uploads that were begun and not ended. */
  uploads(): string[];
  /** Folder with the objects. */
  folder: string;
}

export async function startS3(buckets = ['backups']): Promise<S3Store> {
  const folder = temporaryFolder('clipbook-s3-');
  const inner = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    serviceEndpoint: 'example.test',
    configureBuckets: buckets.map((name) => ({ name })),
  });
  const { port } = await inner.run();
  const uploadsFolder = (bucket: string) => path.join(folder, bucket, '._S3rver_uploads');
  const store: S3Store = {
    endpoint: '',
    calls: [],
    folder,
    fault: () => false,
    answer: (_call, body) => body,
    uploads: () =>
      buckets.flatMap((bucket) =>
        existsSync(uploadsFolder(bucket)) ? readdirSync(uploadsFolder(bucket)) : [],
      ),
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const call: Call = { method, url, headers, body: Buffer.concat(chunks), response };
      store.calls.push(`${method} ${url}`);
      const wrong = faultOfSignature(call);
      if (wrong !== null) return sayError(response, 403, wrong, 'The signature is not that of the key.');
      if (store.fault(call, store.calls.length)) return;
      const query = new URL(url, 'http://x').searchParams;
      const [, bucket = ''] = /^\/([^/?]+)/.exec(url) ?? [];
      if (method === 'DELETE' && query.has('uploadId')) {
        const upload = path.join(uploadsFolder(bucket), path.basename(query.get('uploadId') ?? ''));
        if (!existsSync(upload)) return sayError(response, 404, 'NoSuchUpload', '');
        rmSync(upload, { recursive: true });
        response.writeHead(204).end();
        return;
      }
      if (method === 'GET' && query.has('uploads')) {
        const found = existsSync(uploadsFolder(bucket)) ? readdirSync(uploadsFolder(bucket)) : [];
        const uploads = found.map((id) => {
          const at = path.join(uploadsFolder(bucket), id);
          const key = readFileSync(path.join(at, 'key'), 'utf8');
          return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${statSync(at).mtime.toISOString()}</Initiated></Upload>`;
        });
        response.end(`<ListMultipartUploadsResult>${uploads.join('')}</ListMultipartUploadsResult>`);
        return;
      }
      if (query.has('list-type')) passOn(inOnePage(call, query), port, store, (list) => onePage(list, query));
      else passOn(call, port, store);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await inner.close();
  });
  return store;
}

/** A call for a page of a listing as one for all that follows. */
function inOnePage(call: Call, query: URLSearchParams): Call {
  const all = new URLSearchParams(query);
  all.set('max-keys', '1000');
  const token = all.get('continuation-token');
  if (token !== null) all.set('start-after', Buffer.from(token, 'base64').toString('utf8'));
  all.delete('continuation-token');
  return { ...call, url: `${call.url.split('?')[0]}?${all}` };
}

function onePage(list: Buffer, query: URLSearchParams): Buffer {
  const text = list.toString('utf8');
  const keys = [...text.matchAll(/<Contents><Key>([^<]*)<\/Key>[\s\S]*?<\/Contents>/g)];
  const max = Number(query.get('max-keys') ?? 1000);
  if (keys.length <= max) return list;
  const [last, after] = [keys[max - 1] as RegExpExecArray, keys.slice(max)];
  const token = Buffer.from(last[1] as string).toString('base64');
  return Buffer.from(
    after
      .reduce((page, [whole]) => page.replace(whole, ''), text)
      .replace(
        '<IsTruncated>false',
        `<NextContinuationToken>${token}</NextContinuationToken><IsTruncated>true`,
      ),
  );
}

function passOn(call: Call, port: number, store: S3Store, change = (body: Buffer) => body): void {
  const { method, url, headers, body, response } = call;
  const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const whole = change(Buffer.concat(chunks));
      const changed = store.answer(call, whole);
      if (changed === null) return response.destroy();
      const { 'content-length': _length, ...others } = answer.headers;
      // What is cut short had been announced whole.
      const length = method === 'HEAD' ? answer.headers['content-length'] : String(whole.length);
      response.writeHead(answer.statusCode ?? 500, {
        ...others,
        ...(length === undefined ? {} : { 'content-length': length }),
      });
      if (changed.length < whole.length) return response.write(changed, () => response.destroy());
      return response.end(changed);
    });
  });
  outgoing.on('error', () => response.destroy());
  outgoing.end(body);
}

export function sayError(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

/**
 * Signature Version 4 as Amazon describes it (Authenticating Requests: Using the Authorization Header), worked out from the call as it
 * came over the wire. Null where it fits.
 */
function faultOfSignature({ method, url, headers, body }: Call): string | null {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
  const [, key, date, region, signed = '', signature] = pattern.exec(headers.authorization ?? '') ?? [];
  if (key === undefined) return 'AccessDenied';
  if (key !== keys.s3_access_key_id) return 'InvalidAccessKeyId';
  const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  if (headers['x-amz-content-sha256'] !== hash(body)) return 'XAmzContentSHA256Mismatch';
  if (!signed.split(';').includes('host') || !signed.split(';').includes('x-amz-content-sha256'))
    return 'AccessDenied';
  const [where = '', query = ''] = url.split('?');
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const canonical = [
    method,
    where
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return [name, value].map((text) => encoded(decodeURIComponent(text.replaceAll('+', ' ')))).join('=');
      })
      .sort()
      .join('&'),
    ...signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    signed,
    hash(body),
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    `${date}/${region}/s3/aws4_request`,
    hash(canonical),
  ].join('\n');
  const secret = ['aws4_request'].reduce(
    hmac,
    hmac(hmac(hmac(`AWS4${keys.s3_secret_access_key}`, date as string), region as string), 's3'),
  );
  return hmac(secret, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}
