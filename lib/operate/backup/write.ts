import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { constants, createZstdCompress } from 'node:zlib';
import { pack } from 'tar-stream';
import { closingBytes, formatClosing } from './closing.ts';
import { contentMember, type Member } from './contents.ts';
import { feed } from './feed.ts';
import { hashing } from './hashing.ts';
import {
  type ArchiveFile,
  type ArchiveManifest,
  type ArchivePart,
  archiveFormat,
  formatArchiveManifest,
  manifestName,
} from './manifest.ts';

/** Files are put together until they have this size; a larger file is a part by itself. */
const partBytes = 1 << 20;
const zstd = { params: { [constants.ZSTD_c_compressionLevel]: 6, [constants.ZSTD_c_checksumFlag]: 1 } };

export type ArchiveHead = Pick<ArchiveManifest, 'made_by' | 'created_at' | 'ledger'>;

/** What an archive holds, and how long it is. */
export type Written = ArchiveManifest & { archive_bytes: number };

/** The bytes of an archive of these members, in order, and in the end its manifest. Memory does not grow with what is packed. */
export async function* writeArchive(
  members: AsyncIterable<Member>,
  head: ArchiveHead,
): AsyncGenerator<Uint8Array, Written> {
  const mtime = new Date(head.created_at);
  const parts: ArchivePart[] = [];
  let offset = 0;
  for await (const some of inParts(members)) {
    const files: ArchiveFile[] = [];
    const frame = yield* writeFrame(tarOf(some, mtime, files, false));
    parts.push({ offset, ...frame, files });
    offset += frame.bytes;
  }
  const all = parts.flatMap(({ files }) => files);
  const manifest: ArchiveManifest = {
    format: archiveFormat,
    ...head,
    files: all.length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    parts,
  };
  const text = contentMember(manifestName, Buffer.from(formatArchiveManifest(manifest)));
  const frame = yield* writeFrame(tarOf([text], mtime, [], true));
  yield formatClosing({ format: archiveFormat, offset, bytes: frame.bytes, sha256: frame.sha256 });
  return { ...manifest, archive_bytes: offset + frame.bytes + closingBytes };
}

async function* inParts(members: AsyncIterable<Member>): AsyncGenerator<Member[]> {
  let some: Member[] = [];
  let bytes = 0;
  for await (const member of members) {
    if (bytes + member.bytes > partBytes && some.length > 0) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(member);
    bytes += member.bytes;
  }
  if (some.length > 0) yield some;
}

interface Frame {
  bytes: number;
  sha256: string;
  unpacked: number;
}

async function* writeFrame(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Frame> {
  const hash = createHash('sha256');
  let unpacked = 0;
  let bytes = 0;
  async function* counted() {
    for await (const block of blocks) {
      unpacked += block.length;
      yield block;
    }
  }
  // A failure of either end is thrown where the packed bytes are read.
  const packed = pipeline(
    Readable.from(counted(), { objectMode: false }),
    createZstdCompress(zstd),
    () => undefined,
  );
  for await (const chunk of packed as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  return { bytes, sha256: hash.digest('hex'), unpacked };
}

/** Two empty blocks, which end a tar: only the last part may have them. */
const tarEnd = 1024;

/** The tar blocks of some members. What was packed is added to `files`. */
async function* tarOf(
  members: readonly Member[],
  mtime: Date,
  files: ArchiveFile[],
  last: boolean,
): AsyncGenerator<Uint8Array> {
  const tape = pack();
  fill().catch((error) => tape.destroy(error));
  let held = Buffer.alloc(0);
  for await (const block of tape as AsyncIterable<Buffer>) {
    if (last) yield block;
    else {
      const all = Buffer.concat([held, block]);
      held = all.subarray(Math.max(0, all.length - tarEnd));
      if (all.length > tarEnd) yield all.subarray(0, all.length - tarEnd);
    }
  }

  async function fill() {
    for (const member of members) {
      const hash = createHash('sha256');
      await new Promise<void>((resolve, reject) => {
        const entry = tape.entry({ name: member.path, size: member.bytes, mode: 0o644, mtime }, (error) =>
          error ? reject(error) : resolve(),
        );
        // Told through the callback above.
        entry.on('error', () => undefined);
        feed(entry, hashing(member.read(), hash)).catch((error) => entry.destroy(error));
      });
      files.push({ path: member.path, bytes: member.bytes, sha256: hash.digest('hex') });
    }
    tape.finalize();
  }
}
