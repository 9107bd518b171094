import { type OwnerFile, openFileCapture } from './file-capture.ts';
import { openZip, startsAsZip } from './zip.ts';

/**
 * The files that a path stands for: itself, the members of a ZIP archive, or the sheets of a workbook. Throws `InputError` as `openFileCapture` and `openZip` do.
 */
export async function* openSources(path: string): AsyncGenerator<OwnerFile, void> {
  yield* openContents(await openFileCapture(path));
}

/** What a file on the disk holds: the members of an archive or a workbook, else itself. */
export async function* openContents(file: OwnerFile): AsyncGenerator<OwnerFile, void> {
  if (startsAsZip(file.head)) yield* openZip(file);
  else yield file;
}
