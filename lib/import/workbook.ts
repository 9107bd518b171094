import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import readWorkbook from 'read-excel-file/node';
import { InputError, messageOf } from '../errors.ts';
import type { FileCapture } from '../schema/capture.ts';
import { captureBytes, type OwnerFile } from './file-capture.ts';
import { storeZip } from './stored-zip.ts';
import { csvOfSheet, SheetNumber } from './workbook-cells.ts';
import { assertSheetSize } from './workbook-size.ts';
import { cleanName, unpackMember, type ZipMember, type ZipSource } from './zip-members.ts';

/** A workbook is read whole: this much of it unpacked takes about a gigabyte of memory. */
const maxXmlBytes = 64 * 2 ** 20;

/**
 * The sheets of an XLSX workbook, each as a CSV file in UTF-8 that lies in memory; sheets without a cell are left out. The line
 * of a record is its row in the sheet, as long as no cell holds a line break. A sheet's capture is named by the bytes of the
 * workbook and the name of the sheet.
 * Throws `InputError`: `broken_workbook`, `file_too_big`, `no_rows` where no sheet has a cell.
 */
export async function* openWorkbook(
  book: OwnerFile,
  source: ZipSource,
  members: readonly ZipMember[],
  container: FileCapture,
): AsyncGenerator<OwnerFile, void> {
  let some = false;
  for (const { sheet, data } of await readSheets(source, members)) {
    const csv = csvOfSheet(data);
    if (csv === null) continue;
    some = true;
    const bytes = Buffer.from(csv);
    const read = await captureBytes({
      path: container.path,
      file: `${book.file}/${cleanName(sheet)}`,
      open: () => Readable.from([bytes], { objectMode: false }),
      container,
      takenAt: book.takenAt,
    });
    const sha256 = createHash('sha256').update(`${book.sha256}\n${sheet}`).digest('hex');
    yield { ...read, sha256, capture_id: `file-${sha256.slice(0, 16)}` };
  }
  if (!some)
    throw new InputError('no_rows', `${book.file} holds no table: its sheets are empty.`, {
      hint: 'Import a workbook with a header row and rows below it.',
    });
}

type Sheets = { sheet: string; data: unknown[][] }[];

async function readSheets(source: ZipSource, members: readonly ZipMember[]): Promise<Sheets> {
  const wanted = members.filter(({ name }) =>
    /^(?:xl\/|_rels\/).*\.xml(?:\.rels)?$|^\[Content_Types\]\.xml$/.test(name),
  );
  if (wanted.reduce((bytes, member) => bytes + member.bytes, 0) > maxXmlBytes)
    throw new InputError('file_too_big', `${source.file} is too big for a workbook that is read whole.`, {
      hint: 'Save its sheet as CSV (UTF-8), which may be of any size, and import that.',
    });
  const parts: { name: string; bytes: Buffer }[] = [];
  for (const member of wanted) {
    const bytes = await unpackMember(source, member, maxXmlBytes);
    assertSheetSize(source.file, member.name, bytes);
    parts.push({ name: member.name, bytes });
  }
  try {
    // The reader believes what stands before each member rather than the archive's list, which is what was checked.
    return (await readWorkbook(storeZip(parts), {
      parseNumber: (text) => new SheetNumber(text),
      trim: false,
    })) as Sheets;
  } catch (cause) {
    throw new InputError(
      'broken_workbook',
      `${source.file} is not a workbook that can be read: ${messageOf(cause)}.`,
      {
        cause,
        hint: 'Open it in a spreadsheet and save it again as XLSX, or its sheet as CSV (UTF-8).',
      },
    );
  }
}
