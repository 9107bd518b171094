import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { InputError, messageOf } from '../../errors.ts';
import { type ClosingRecord, closingBytes, parseClosing } from './closing.ts';
import type { Damage } from './damage.ts';
import { feed } from './feed.ts';
import { hashing } from './hashing.ts';
import {
  type ArchiveFile,
  type ArchiveManifest,
  type ArchivePart,
  archiveFormat,
  manifestName,
  manifestShape,
} from './manifest.ts';
import type { ArchiveSource } from './place.ts';
import { isNewer, programVersion } from './program.ts';
import { SequentialReader } from './sequential.ts';

/** An archive that is open for reading. */
export interface Archive {
  name: string;
  bytes: number;
  manifest: ArchiveManifest;
  /** The frame of the manifest. */
  closing: ClosingRecord;
  reader: SequentialReader;
}

/** Larger than any list of files that a ledger of decades has. */
const manifestLimit = 256 << 20;

/**
 * Opens an archive by its closing record and manifest. Returns what is damaged where they cannot be read. Throws `InputError`
 * `backup_newer` for an archive that only a later program knows how to read.
 */
export async function openArchive(name: string, source: ArchiveSource): Promise<Archive | Damage> {
  const reader = new SequentialReader(source);
  const from = Math.max(0, source.bytes - closingBytes);
  const end = await reader.take(from, source.bytes - from);
  const closing = parseClosing(end);
  if (closing === null || (closing.format <= archiveFormat && closing.offset + closing.bytes !== from))
    return {
      where: 'the closing record',
      from,
      to: source.bytes,
      files: [],
      why: 'it is not what was written, or the file was cut short',
    };
  if (closing.format > archiveFormat) throw newerError(name, null);
  const manifest = await readManifest(name, reader, closing);
  return 'where' in manifest ? manifest : { name, bytes: source.bytes, manifest, closing, reader };
}

async function readManifest(
  name: string,
  reader: SequentialReader,
  { offset, bytes, sha256 }: ClosingRecord,
): Promise<ArchiveManifest | Damage> {
  const chunks: Uint8Array[] = [];
  const part: ArchivePart = { offset, bytes, sha256, unpacked: manifestLimit, files: [] };
  const damaged = (why: string): Damage => ({
    where: 'the manifest',
    from: offset,
    to: offset + bytes,
    files: [manifestName],
    why,
  });
  const { why } = await readFrame(reader, part, async (entry, content) => {
    if (entry.name !== manifestName) throw new DamageFound('it holds something else');
    for await (const chunk of content) chunks.push(chunk);
  });
  if (why !== null) return damaged(why);
  let found: unknown;
  try {
    found = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return damaged('it is no JSON');
  }
  const madeBy = (found as Partial<ArchiveManifest> | null)?.made_by;
  if (typeof madeBy === 'string' && isNewer(madeBy.replace(/^clipbook /, ''), programVersion()))
    throw newerError(name, madeBy.replace(/^clipbook /, ''));
  const parsed = manifestShape.safeParse(found);
  if (!parsed.success)
    return damaged(`it is not one of ours: ${parsed.error.issues[0]?.path.join('.')} is wrong`);
  return unfitting(parsed.data, offset) ?? parsed.data;
}

/** Parts lie one after the other from the first byte to the manifest, so that every byte of an archive is checked by something. */
function unfitting({ parts }: ArchiveManifest, end: number): Damage | null {
  let offset = 0;
  let files = 0;
  const names = new Set<string>();
  for (const part of parts) {
    if (part.offset !== offset) break;
    offset += part.bytes;
    files += part.files.length;
    for (const { path } of part.files) names.add(path);
  }
  if (offset === end && files === names.size) return null;
  return {
    where: 'the manifest',
    from: end,
    to: end,
    files: [manifestName],
    why: 'its parts do not fit together',
  };
}

/** Refuses an archive that a later program made; `version` where it is known. */
export function newerError(name: string, version: string | null): InputError {
  const install = version === null ? 'the newest clipbook' : `clipbook@${version}`;
  return new InputError(
    'backup_newer',
    `The archive ${name} was made by ${version === null ? 'a later version of Clipbook' : `Clipbook ${version}`}; this is ${programVersion()}.`,
    { hint: `Install ${install} and run the command again; nothing was written.` },
  );
}

/** Takes the content of a file; whether it is what was written is known only when the part is through. */
export type Consume = (file: ArchiveFile, content: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads a part, hands each of its files on, and checks the part and every file against the manifest. Returns what is damaged,
 * or null. What `consume` throws, and what the source throws, is thrown.
 */
export async function readPart(archive: Archive, index: number, consume: Consume): Promise<Damage | null> {
  const part = archive.manifest.parts[index] as ArchivePart;
  const sound = new Set<string>();
  let next = 0;
  const { why } = await readFrame(archive.reader, part, async (entry, content) => {
    const file = part.files[next++];
    if (file === undefined || entry.type !== 'file' || entry.name !== file.path || entry.size !== file.bytes)
      throw new DamageFound(
        `${JSON.stringify(entry.name.slice(0, 200))} stands where ${file?.path ?? 'nothing'} was written`,
      );
    const hash = createHash('sha256');
    await consume(file, hashing(content, hash));
    if (hash.digest('hex') === file.sha256) sound.add(file.path);
  });
  const files = part.files.map(({ path }) => path).filter((path) => !sound.has(path));
  if (why === null && files.length === 0) return null;
  return {
    where: `part ${index + 1} of ${archive.manifest.parts.length}`,
    from: part.offset,
    to: part.offset + part.bytes,
    files,
    why: why ?? 'a file is not what was written',
  };
}

/** What is wrong with the bytes, as opposed to a disk that is full or a connection that broke. */
class DamageFound extends Error {}

interface EntryHead {
  name: string;
  type: string;
  size: number;
}

/** Unpacks a frame and hands its entries on. `why` says what is wrong with its bytes, or is null. */
async function readFrame(
  reader: SequentialReader,
  part: ArchivePart,
  take: (entry: EntryHead, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<{ why: string | null }> {
  const hash = createHash('sha256');
  let read = 0;
  // A failure that is none of the bytes' own: of the source, or of whoever takes them.
  let foreign: { error: unknown } | null = null;
  async function* packed() {
    try {
      for await (const chunk of reader.read(part.offset, part.bytes)) {
        hash.update(chunk);
        read += chunk.length;
        yield chunk;
      }
    } catch (error) {
      foreign = { error };
      throw error;
    }
  }
  const limit = part.unpacked;
  async function* unpacked(chunks: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limit) throw new DamageFound('it unpacks to more than was packed');
      yield chunk;
    }
  }
  const unpacker = createZstdDecompress();
  // A failure of the source is thrown where the unpacked bytes are read.
  pipeline(Readable.from(packed(), { objectMode: false }), unpacker, () => undefined);
  const tape = extract();
  tape.on('error', () => undefined);
  const feeding = feed(tape, unpacked(unpacker)).catch((error) => {
    tape.destroy(error);
    throw error;
  });
  // Whoever reads the entries is told first.
  feeding.catch(() => undefined);
  let why: string | null = null;
  let broken = false;
  async function* contentOf(entry: AsyncIterable<Uint8Array>) {
    try {
      yield* entry;
    } catch (error) {
      broken = true;
      throw error;
    }
  }
  try {
    for await (const entry of tape) {
      const { name, type, size } = entry.header;
      try {
        await take({ name, type, size }, contentOf(entry as AsyncIterable<Uint8Array>));
      } catch (error) {
        if (!broken && !(error instanceof DamageFound)) foreign ??= { error };
        throw error;
      }
      entry.resume();
    }
    await feeding;
  } catch (error) {
    why = error instanceof DamageFound ? error.message : `it cannot be unpacked (${messageOf(error)})`;
  }
  if (foreign !== null) throw (foreign as { error: unknown }).error;
  if (why === null && read === part.bytes && hash.digest('hex') !== part.sha256)
    why = 'its bytes are not what was written';
  return { why: why ?? (read === part.bytes ? null : 'the archive ends before it does') };
}
