import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import type { FileCapture } from '../schema/capture.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How much is decoded at once: the rows of a small piece are mostly done with when the engine looks for what is. */
const pieceBytes = 16_384;

/** The text of a file in pieces, in order; characters are never cut, and a byte-order mark is left out. */
export async function* readText(file: FileCapture, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = decoderOf(encoding);
  let first = true;
  for await (const chunk of file.open() as AsyncIterable<Buffer>)
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      let text = decoder.write(chunk.subarray(at, at + pieceBytes));
      if (text === '') continue;
      if (first) {
        text = withoutMark(text);
        first = false;
      }
      yield text;
    }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

/** The text of a file's first bytes; a character that the cut divided is left out. */
export function decodeHead(head: Uint8Array, encoding: Encoding): string {
  return withoutMark(decoderOf(encoding).write(Buffer.from(head)));
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Node's own decoder is several times faster for UTF-8 in pieces than TextDecoder, but knows few encodings. */
function decoderOf(encoding: Encoding): Pick<StringDecoder, 'write' | 'end'> {
  if (encoding === 'utf-8') return utf8Decoder();
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { write: (bytes) => decoder.decode(bytes as Buffer, { stream: true }), end: () => decoder.decode() };
}

/** Pieces of plain ASCII, as most are, take a shorter way still, unless a character has begun before. */
function utf8Decoder(): Pick<StringDecoder, 'write' | 'end'> {
  const decoder = new StringDecoder('utf8');
  let isOpen = false;
  return {
    write(piece) {
      const bytes = piece as Buffer;
      if (!isOpen && isAscii(bytes)) return bytes.toString('latin1');
      isOpen = (bytes.at(-1) ?? 0) >= 0x80;
      return decoder.write(bytes);
    },
    end: () => decoder.end(),
  };
}
