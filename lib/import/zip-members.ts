import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { InputError, messageOf } from '../errors.ts';

/** A ZIP archive that can be opened again and again. */
export interface ZipSource {
  /** Its name as shown to people. */
  file: string;
  bytes: number;
  open(): Promise<ZipFile>;
}

/** A file in an archive. */
export interface ZipMember {
  /** Its path in the archive: only ever a name, never a path to write to. */
  name: string;
  /** Size of its unpacked bytes, as the archive says and reading makes sure of. */
  bytes: number;
  /** Unpacks it from its start. Throws `InputError` `broken_archive` where its bytes are not those that were packed. */
  open(): AsyncGenerator<Uint8Array, void>;
}

/** What is left of the limits while archives are opened within each other. */
export interface ZipBudget {
  members: number;
  bytes: number;
}

/** More is nobody's export: 2,000 files, 4 GiB unpacked. */
export const zipBudget = (): ZipBudget => ({ members: 2_000, bytes: 4 * 2 ** 30 });
/** Text packs to a tenth or a fiftieth; a bomb to a thousandth. Small members may be anything. */
const maxRatio = 200;
const ratioFrom = 16 * 2 ** 20;

/**
 * The files of an archive, in its order; folders and what operating systems leave in archives are left out.
 * Throws `InputError`: `broken_archive`, `encrypted_archive`, `archive_too_big`.
 */
export async function listZip(source: ZipSource, budget: ZipBudget): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  let packed = 0;
  const zip = await openZip(source);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      packed += entry.compressedSize;
      budget.members--;
      if (budget.members < 0) throw tooBig(source, 'it holds more than 2,000 files');
      if (isLeftover(name)) continue;
      assertReadable(source, entry, name);
      budget.bytes -= entry.uncompressedSize;
      if (budget.bytes < 0) throw tooBig(source, 'it would unpack to more than 4 GiB');
      if (entry.uncompressedSize > ratioFrom && entry.uncompressedSize > entry.compressedSize * maxRatio)
        throw tooBig(source, `${name} in it would unpack to more than ${maxRatio} times its size`);
      const open = () => readMember(source, entry, name);
      members.push({ name, bytes: entry.uncompressedSize, open });
    }
  } catch (cause) {
    throw cause instanceof InputError ? cause : broken(source, firstSentence(cause), cause);
  } finally {
    zip.close();
  }
  // Members that share their bytes make a small archive a large one.
  if (packed > source.bytes) throw broken(source, 'its files overlap');
  return members;
}

/** All bytes of a member. Throws `InputError` `archive_too_big` beyond `most`, and what opening it throws. */
export async function unpackMember(source: ZipSource, member: ZipMember, most: number): Promise<Buffer> {
  if (member.bytes > most)
    throw tooBig(source, `${member.name} in it is too big to be opened where it is: unpack it first`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of member.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function openZip(source: ZipSource): Promise<ZipFile> {
  try {
    return await source.open();
  } catch (cause) {
    throw cause instanceof InputError ? cause : broken(source, firstSentence(cause), cause);
  }
}

async function* readMember(source: ZipSource, entry: Entry, name: string): AsyncGenerator<Uint8Array, void> {
  const zip = await openZip(source);
  try {
    let sum = 0;
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw broken(source, `the bytes of ${name} are not those that were packed`);
  } catch (cause) {
    throw cause instanceof InputError ? cause : broken(source, `${name}: ${firstSentence(cause)}`, cause);
  } finally {
    zip.close();
  }
}

function nameOf(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return cleanName(name);
}

const longestName = 120;

/** A name that a stranger chose, as it may be shown: no control or direction characters, and not endless. */
export function cleanName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd');
  return clean.length > longestName ? `…${clean.slice(1 - longestName)}` : clean;
}

function isLeftover(name: string): boolean {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  return (
    last === '' ||
    parts.includes('__MACOSX') ||
    last.startsWith('._') ||
    ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(last)
  );
}

function assertReadable(source: ZipSource, entry: Entry, name: string): void {
  if (entry.isEncrypted())
    throw new InputError('encrypted_archive', `${source.file} is locked with a password (${name} in it).`, {
      hint: 'Unpack it with its password and import the files that are in it.',
    });
  if (!entry.canDecodeFileData())
    throw new InputError(
      'broken_archive',
      `${source.file} packs ${name} in a way that import does not read (method ${entry.compressionMethod}).`,
      { hint: 'Unpack it and import the files that are in it.' },
    );
}

function broken(source: ZipSource, why: string, cause?: unknown): InputError {
  return new InputError('broken_archive', `${source.file} is not a whole ZIP archive: ${why}.`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'It may have been cut short: download it again.',
  });
}

/** What a reader of archives says went wrong; what it guesses beyond that helps nobody. */
function firstSentence(cause: unknown): string {
  return cleanName(messageOf(cause).split(/[.:?] /)[0] ?? '');
}

function tooBig(source: ZipSource, why: string): InputError {
  return new InputError('archive_too_big', `${source.file} was not opened: ${why}.`, {
    hint: 'If you trust it, unpack it and import the files that are in it.',
  });
}
