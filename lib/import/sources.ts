import { type OwnerFile, openFileCapture } from './file-capture.ts';
import type { ImportOptions } from './options.ts';
import { openZip, startsAsZip } from './zip.ts';

/**
 * The files that a path stands for: itself, the members of a ZIP archive, the sheets of a workbook, the files of a folder,
 * or with `--git` the versions of one file. Throws `InputError` as `openFileCapture` and `openZip` do.
 */
export async function* openSources(path: string, _options: ImportOptions): AsyncGenerator<OwnerFile, void> {
  yield* openContents(await openFileCapture(path));
}

/** What a file on the disk holds: the members of an archive or a workbook, else itself. */
export async function* openContents(file: OwnerFile): AsyncGenerator<OwnerFile, void> {
  if (startsAsZip(file.head)) yield* openZip(file);
  else yield file;
}
