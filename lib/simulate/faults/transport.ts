import { gzipSync } from 'node:zlib';
import type { Answer } from '../answer.ts';
import { type Fault, type Wire, wireOf } from './fault.ts';

/** Good pages that do not arrive as they were sent. */

/** What is lost on the way: the client never gets a whole answer, or cannot unpack it. */
function lost(name: string, about: string, changes: (good: Answer) => Partial<Wire>, weight = 1): Fault {
  return {
    name,
    about,
    truthful: false,
    whole: false,
    weight,
    damage: (good) => wireOf(good, changes(good)),
  };
}

/** Time a dripping page takes, in milliseconds: longer than anybody waits. */
const dripMs = 600_000;
/** Pieces it comes in, at most: ten a second. */
const dripPieces = 6000;

export const transportFaults: readonly Fault[] = [
  lost('refused', 'the connection is closed before a byte is sent', () => ({
    status: null,
    ending: 'reset',
  })),
  lost('reset', 'the connection breaks in the middle of the body', ({ body }) => ({
    body: [firstHalf(body)],
    ending: 'reset',
  })),
  // Rare among all faults, as are the next two: each costs the client its whole time limit.
  lost('silent', 'no answer at all', () => ({ status: null, ending: 'silence' }), 0.2),
  lost(
    'stall',
    'half a page, then nothing',
    ({ body }) => ({ body: [firstHalf(body)], ending: 'silence' }),
    0.2,
  ),
  lost(
    'drip',
    'a page that takes ten minutes, drop by drop',
    ({ body }) => {
      const bytes = Buffer.from(body);
      const pieces = Math.max(1, Math.min(dripPieces, bytes.length));
      return { body: piecesOf(bytes, Math.ceil(bytes.length / pieces)), pauseMs: dripMs / pieces };
    },
    0.2,
  ),
  lost('gzip-cut', 'half of a packed page', ({ body }) => {
    const packed = gzipSync(body);
    return packedWire(packed.subarray(0, packed.length >> 1), 'gzip');
  }),
  lost('gzip-damaged', 'a packed page with other bytes in its middle', ({ body }) => {
    const packed = gzipSync(body);
    return packedWire(packed.fill(0x55, packed.length >> 1, (packed.length >> 1) + 20), 'gzip');
  }),
  lost('gzip-not', 'a plain page that says it is packed', ({ body }) =>
    packedWire(Buffer.from(body), 'gzip'),
  ),
  lost('unknown-encoding', 'a page packed in a way nobody knows', ({ body }) =>
    packedWire(Buffer.from(body), 'x-simulated'),
  ),
  lost('length-long', 'a content length beyond the body’s, then the end of the connection', ({ body }) => ({
    headers: { 'content-length': String(Buffer.byteLength(body) + 1000) },
    ending: 'hang-up',
  })),
  // The bytes beyond the length would be read as the start of the next answer: the connection ends with them.
  lost('length-short', 'a content length of half the body', ({ body }) => ({
    headers: { 'content-length': String(Buffer.byteLength(body) >> 1), connection: 'close' },
    ending: 'hang-up',
  })),
  {
    name: 'date-off',
    about: 'a good page from a clock that is years wrong',
    truthful: true,
    whole: true,
    weight: 1,
    damage: (good, { at, key }) =>
      wireOf(good, {
        headers: { date: new Date(at.getTime() + (key % 2 === 0 ? 1 : -1) * farOffMs).toUTCString() },
      }),
  },
];
const farOffMs = 700 * 86_400_000;

function firstHalf(body: string): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, bytes.length >> 1);
}

function packedWire(bytes: Uint8Array, encoding: string): Partial<Wire> {
  return {
    body: [bytes],
    headers: { 'content-encoding': encoding, 'content-length': String(bytes.length) },
  };
}

function* piecesOf(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
