import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../errors.ts';
import type { DatedCell } from './date-cell.ts';
import { type OwnerFile, openFileCapture } from './file-capture.ts';
import { dateOfName } from './page-time.ts';
import { openZip, startsAsZip } from './zip.ts';

/** A file that a path stands for. */
export interface SourcePath {
  path: string;
  /** Its name as shown: within a folder, from the folder on. */
  file: string;
  /** When it was taken, as its name or its folders say; null for a file by itself. */
  takenAt: DatedCell | null;
}

/** The files that a path stands for, and those in it that hold no data. */
export interface Sources {
  files: readonly SourcePath[];
  passedOver: readonly string[];
}

/** A ledger has a day file a day for years; more is nobody's folder. */
const maxFiles = 20_000;
const dataName = /\.(?:csv|tsv|tab|json|ndjson|jsonl|xlsx|zip|html?)$/i;
const leftover = /^(?:\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$|node_modules$)/i;

/**
 * The files that a path stands for: itself, or those of a folder and the folders in it, in the order of their names. Dated
 * snapshots say in their names when they were taken (`2026-11-22.csv`, `2026/11/22/accounts.json`). Throws `InputError`: `no_rows`
 * where a folder holds no data, `too_many_files`.
 */
export async function listSources(at: string, nowMs: number): Promise<Sources> {
  const found = await stat(at).catch(() => null);
  if (!found?.isDirectory())
    return { files: [{ path: at, file: path.basename(at), takenAt: null }], passedOver: [] };
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(at, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !name.split('/').some((part) => leftover.test(part)))
    .sort((a, b) => (a < b ? -1 : 1));
  const data = names.filter((name) => dataName.test(name));
  if (data.length === 0)
    throw new InputError('no_rows', `${at} holds no file that import reads.`, {
      hint: 'Name a folder with CSV, JSON, XLSX, ZIP or HTML files in it.',
    });
  if (data.length > maxFiles)
    throw new InputError('too_many_files', `${at} holds ${data.length} files.`, {
      hint: `Import it in parts of at most ${maxFiles}.`,
    });
  const folder = path.basename(path.resolve(at));
  return {
    files: data.map((name) => ({
      path: path.join(at, name),
      file: `${folder}/${name}`,
      takenAt: dateOfPath(name, nowMs),
    })),
    passedOver: names.filter((name) => !dataName.test(name)).map((name) => `${folder}/${name}`),
  };
}

/** The date in the name of a file, else in those of the folders it lies in: `2026-11-22/x.csv`, `2026/11/22/x.csv`. */
function dateOfPath(name: string, nowMs: number): DatedCell | null {
  const parts = name.split('/');
  const own = dateOfName(parts.at(-1) ?? '', nowMs);
  return (
    own ?? dateOfName(parts.slice(0, -1).join('-'), nowMs) ?? dateOfName(name.replaceAll('/', '-'), nowMs)
  );
}

/**
 * What a file holds: itself, the members of a ZIP archive, or the sheets of a workbook. Throws `InputError` as `openFileCapture` and
 * `openZip` do.
 */
export async function* openSource({ path: at, file, takenAt }: SourcePath): AsyncGenerator<OwnerFile, void> {
  const opened = await openFileCapture(at);
  yield* openContents({ ...opened, file, takenAt });
}

/** What a file on the disk holds: the members of an archive or a workbook, else itself. */
export async function* openContents(file: OwnerFile): AsyncGenerator<OwnerFile, void> {
  if (startsAsZip(file.head)) yield* openZip(file);
  else yield file;
}
