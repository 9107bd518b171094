import type { Records } from './held-records.ts';

/**
 * Keys and payloads of records. A record's key is its first cells and its provenance its last ones, and neither is ever
 * quoted, so that two records are compared without being parsed.
 */

const [comma, lineFeed, quotes] = [44, 10, 34];

/**
 * `compareText` of the keys of two records, which begin at these places and end with a line end: below, above or equal to
 * zero.
 */
export function compareKeys(
  a: Uint8Array,
  aStart: number,
  b: Uint8Array,
  bStart: number,
  cells: number,
): number {
  let left = cells;
  for (let i = aStart, j = bStart; ; i++, j++) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (x !== y) {
      const ends = endsKey(y, left);
      // A record that was cut short ends with its key.
      if (endsKey(x, left)) return ends ? 0 : -1;
      return ends ? 1 : rankOf(x) - rankOf(y);
    }
    if (endsKey(x, left)) return 0;
    if (x === comma) left--;
  }
}

function endsKey(byte: number, cellsLeft: number): boolean {
  return byte === lineFeed || (byte === comma && cellsLeft === 1);
}

/** Characters beyond 16 bits come before the last of those within, in code units; their bytes come after. */
function rankOf(byte: number): number {
  return byte === 0xee || byte === 0xef ? byte + 16 : byte;
}

/** True where two records, which end behind their line ends, say the same but for the cells of their provenance. */
export function samePayload(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
  provenanceCells: number,
): boolean {
  const length = payloadLength(a, aStart, aEnd, provenanceCells);
  if (payloadLength(b, bStart, bEnd, provenanceCells) !== length) return false;
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

function payloadLength(bytes: Uint8Array, start: number, end: number, provenanceCells: number): number {
  let at = end - 1;
  for (let cells = provenanceCells; cells > 0 && at > start; ) if (bytes[--at] === comma) cells--;
  return at - start;
}

/** The records of a file from some byte on; a last one without a line end is given one. */
export function recordsOf(file: Uint8Array, from = 0): Records {
  const bytes = withLineEnd(file.subarray(from));
  const sizes: number[] = [];
  const quoted = bytes.includes(quotes);
  let start = 0;
  for (let line = 0; line < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, line) + 1;
    line = end;
    // A line end between quotes is part of the record.
    if (quoted && end < bytes.length && hasOpenQuote(bytes, start, end)) continue;
    sizes.push(end - start);
    start = end;
  }
  return { bytes, sizes };
}

function hasOpenQuote(bytes: Uint8Array, start: number, end: number): boolean {
  let open = false;
  for (let i = start; i < end; i++) if (bytes[i] === quotes) open = !open;
  return open;
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0 || bytes.at(-1) === lineFeed) return bytes;
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  longer[bytes.length] = lineFeed;
  return longer;
}

/** Records from texts without line ends. */
export function recordsOfTexts(texts: readonly string[]): Records {
  const lines = texts.map((text) => Buffer.from(`${text}\n`));
  return { bytes: Buffer.concat(lines), sizes: lines.map(({ length }) => length) };
}

/** Records as texts, without their line ends. */
export function textsOf({ bytes, sizes }: Records): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let start = 0;
  return Array.from(sizes, (size) => {
    start += size;
    return buffer.toString('utf8', start - size, start - 1);
  });
}
