import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/** A page is never longer than this, as sent or unpacked, in bytes. */
export const longestBodyBytes = 64 * 1024 * 1024;

/** A body that was given up on because of its size. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** A body that cannot be unpacked: cut, damaged, or not in the encoding it claims. */
export class BrokenEncodingError extends Error {
  override readonly name = 'BrokenEncodingError';
}

/**
 * Reads a body to its end and unpacks it (gzip, deflate, br, zstd, also several in a row). Throws `BodyTooLargeError`
 * beyond `limitBytes`, sent or unpacked, `BrokenEncodingError` where it cannot be unpacked, and whatever the stream
 * throws on a body that is cut.
 */
export async function readBody(
  stream: Readable,
  contentEncoding: string,
  limitBytes: number = longestBodyBytes,
): Promise<Uint8Array> {
  return unpackBody(await readToEnd(stream, limitBytes), contentEncoding, limitBytes);
}

/** Unpacks a body that is there as a whole; throws as `readBody` does. */
export async function unpackBody(
  received: Buffer,
  contentEncoding: string,
  limitBytes: number = longestBodyBytes,
): Promise<Uint8Array> {
  if (contentEncoding === '') return received;
  let body = received;
  // The encoding applied last is named last, and comes off first.
  const encodings = contentEncoding
    .toLowerCase()
    .split(/\s*,\s*/)
    .reverse();
  for (const encoding of encodings) body = await unpack(body, encoding.trim(), limitBytes);
  return body;
}

/** By events: iterating over the stream costs half as much again as reading it. */
function readToEnd(stream: Readable, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes)
        stream.destroy(new BodyTooLargeError(`The body is larger than ${limitBytes} bytes.`));
      else chunks.push(chunk);
    });
    stream.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)),
    );
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('The connection was closed before the body ended.')));
  });
}

const unpackers = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
  deflate: promisify(inflate),
  rawDeflate: promisify(inflateRaw),
};

async function unpack(body: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  if (body.length === 0 || encoding === '' || encoding === 'identity') return body;
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return await unpackers.gzip(body, { maxOutputLength });
    if (encoding === 'br') return await unpackers.br(body, { maxOutputLength });
    if (encoding === 'zstd') return await unpackers.zstd(body, { maxOutputLength });
    if (encoding === 'deflate') {
      // The standard means the zlib format; some servers send the bare stream, which lacks its first nibble of 8.
      const isZlib = ((body[0] ?? 0) & 0x0f) === 8;
      return await (isZlib ? unpackers.deflate : unpackers.rawDeflate)(body, { maxOutputLength });
    }
  } catch (error) {
    if (error instanceof RangeError)
      throw new BodyTooLargeError(`The body is larger than ${maxOutputLength} bytes.`, { cause: error });
    throw new BrokenEncodingError(`The body is not ${encoding}.`, { cause: error });
  }
  throw new BrokenEncodingError(`The body has the unknown encoding "${encoding.slice(0, 40)}".`);
}
