import { fromBufferPromise, openPromise } from 'yauzl';
import { InputError } from '../errors.ts';
import type { FileCapture } from '../schema/capture.ts';
import { readExportName } from './export-name.ts';
import { captureBytes, type OwnerFile } from './file-capture.ts';
import { dateOfName } from './page-time.ts';
import { openWorkbook } from './workbook.ts';
import {
  listZip,
  unpackMember,
  type ZipBudget,
  type ZipMember,
  type ZipSource,
  zipBudget,
} from './zip-members.ts';

/** True for the first bytes of a ZIP archive, an empty one included. */
export function startsAsZip(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}

// Names stay bytes: yauzl refuses a whole archive for a name that no file may have, and here names are only names.
const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;

/** Whether a date lies in the future is asked where the clock is known. */
const latestMs = Date.UTC(2100, 0, 1);

/** An archive within an archive is held in memory: the sections of an export are a few kilobytes each. */
const maxNestedBytes = 64 * 2 ** 20;

/**
 * The files in a ZIP archive, those of archives in it included (one level), and the sheets of workbooks; the archive may be
 * a workbook itself. They are read from where they are and never written to the disk.
 * Throws `InputError`: `broken_archive`, `encrypted_archive`, `archive_too_big`, `nested_archive`, `empty_file`, and
 * `binary_file` for a document that is a ZIP archive and no workbook.
 */
export async function* openZip(archive: OwnerFile): AsyncGenerator<OwnerFile, void> {
  const source: ZipSource = {
    file: archive.file,
    bytes: archive.bytes,
    open: () => openPromise(archive.path, options),
  };
  yield* openMembers(source, archive, archive, zipBudget(), 0);
}

async function* openMembers(
  source: ZipSource,
  whole: OwnerFile,
  container: FileCapture,
  budget: ZipBudget,
  depth: number,
): AsyncGenerator<OwnerFile, void> {
  const members = await listZip(source, budget);
  const what = documentOf(members);
  if (what === 'workbook') {
    yield* openWorkbook(whole, source, members, container);
    return;
  }
  if (what !== null)
    throw new InputError('binary_file', `${source.file} is ${what}, which import does not read.`, {
      hint: 'Open it in a spreadsheet and save the sheet as CSV (UTF-8) or XLSX, then import that.',
    });
  if (depth > 1)
    throw new InputError('nested_archive', `${source.file} is an archive in an archive in an archive.`, {
      hint: 'Unpack the outer one and import what is in it.',
    });
  if (members.length === 0)
    throw new InputError('empty_file', `${source.file} is an archive without a file in it.`, {
      hint: 'Export or download it again.',
    });
  for (const member of members)
    yield* openMember(source, member, { container, takenAt: whole.takenAt }, budget, depth);
}

async function* openMember(
  source: ZipSource,
  member: ZipMember,
  { container, takenAt }: { container: FileCapture; takenAt: OwnerFile['takenAt'] },
  budget: ZipBudget,
  depth: number,
): AsyncGenerator<OwnerFile, void> {
  const file = `${source.file}/${member.name}`;
  const { exportedAt } = readExportName(file);
  const owner = await captureBytes({
    path: container.path,
    file,
    open: member.open,
    container,
    takenAt:
      exportedAt === null
        ? (dateOfName(member.name.split('/').at(-1) ?? '', latestMs) ?? takenAt)
        : { at: exportedAt, precision: 'instant' },
  });
  if (!startsAsZip(owner.head)) {
    yield owner;
    return;
  }
  const nested: ZipSource = {
    file,
    bytes: owner.bytes,
    open: async () => fromBufferPromise(await unpackMember(source, member, maxNestedBytes), options),
  };
  yield* openMembers(nested, owner, container, budget, depth + 1);
}

/** What a ZIP archive is, by its members: a workbook, another document that import does not read, or null for an archive. */
function documentOf(members: readonly ZipMember[]): string | null {
  const has = (name: string) => members.some((member) => member.name === name);
  if (has('xl/workbook.xml')) return 'workbook';
  if (has('xl/workbook.bin')) return 'a binary Excel workbook (XLSB)';
  if (has('word/document.xml')) return 'a Word document';
  if (has('ppt/presentation.xml')) return 'a presentation';
  if (has('mimetype') && has('content.xml')) return 'an OpenDocument file';
  return null;
}
