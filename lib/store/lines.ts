import { readPieces } from './files.ts';
import type { Records } from './held-records.ts';

const lineFeed = 10;

/** The lines of a file without the empty ones, some at a time; none where there is no such file. Throws as `readPieces`. */
export async function* readLines(root: string, relative: string): AsyncGenerator<Records, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of readPieces(root, relative)) {
    const end = piece.lastIndexOf(lineFeed) + 1;
    if (end > 0) yield linesOf(Buffer.concat([rest, piece.subarray(0, end)]));
    rest = end > 0 ? Buffer.from(piece.subarray(end)) : Buffer.concat([rest, piece]);
  }
  if (rest.length > 0) yield linesOf(Buffer.concat([rest, Buffer.of(lineFeed)]));
}

/** Lines that end with a line end each, the empty ones taken out. */
function linesOf(bytes: Buffer): Records {
  const sizes: number[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, start) + 1;
    if (end - start > 1) {
      bytes.copyWithin(length, start, end);
      length += end - start;
      sizes.push(end - start);
    }
    start = end;
  }
  return { bytes: bytes.subarray(0, length), sizes };
}
