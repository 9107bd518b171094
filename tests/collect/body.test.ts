import { Readable } from 'node:stream';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BodyTooLargeError, readBody } from '../../lib/collect/body.ts';

const streamOf = (...chunks: (string | Buffer)[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

test('joins chunks and takes encodings off in reverse order', async () => {
  expect(Buffer.from(await readBody(streamOf('a', 'b'), '')).toString()).toBe('ab');
  const packed = brotliCompressSync(gzipSync('twice'));
  expect(Buffer.from(await readBody(streamOf(packed), 'gzip, br')).toString()).toBe('twice');
  expect(await readBody(streamOf(), 'gzip')).toHaveLength(0);
});

test('gives up on a body that is too large, sent or unpacked', async () => {
  await expect(readBody(streamOf('12345', '6'), '', 5)).rejects.toBeInstanceOf(BodyTooLargeError);
  await expect(readBody(streamOf(gzipSync('x'.repeat(10_000))), 'gzip', 5_000)).rejects.toBeInstanceOf(
    BodyTooLargeError,
  );
  expect(await readBody(streamOf('12345'), '', 5)).toHaveLength(5);
});

test('a cut or damaged body is an error, never half a page', async () => {
  const packed = gzipSync('x'.repeat(1_000));
  await expect(readBody(streamOf(packed.subarray(0, -5)), 'gzip')).rejects.toThrow();
  await expect(readBody(streamOf('plain'), 'br')).rejects.toThrow();
});
