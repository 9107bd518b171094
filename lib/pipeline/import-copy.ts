import type { OwnerFile } from '../import/file-capture.ts';
import type { PageImport, RowImport } from '../import/import-rows.ts';
import type { FileCapture } from '../schema/capture.ts';
import type { Progress } from '../schema/progress.ts';
import { keepFile } from '../store/captures.ts';

/** What of an imported file goes to `raw/imports/`; `none` for one that is nobody else's business. */
export type CopyToKeep = FileCapture | 'none';

interface OpenedFile {
  file: OwnerFile;
  content: RowImport | PageImport | null;
}

export const isPrivate = ({ content }: OpenedFile) => content?.form === 'rows' && content.isPrivate === true;

/** The file, or the archive it is in; an archive with a private file in it is not kept, but each of the others is. */
export function copyOf(each: OpenedFile, opened: readonly OpenedFile[]): CopyToKeep {
  if (isPrivate(each)) return 'none';
  const { container } = each.file;
  if (container === null) return each.file;
  const shared = opened.some((other) => isPrivate(other) && other.file.container?.path === container.path);
  return shared ? each.file : container;
}

/** Keeps the copy. Null where none is to be kept, or it was there before. */
export async function keepCopy(
  data: string,
  copy: CopyToKeep | null,
  progress: Progress,
  signal?: AbortSignal,
): Promise<FileCapture | null> {
  if (copy === null || copy === 'none') return null;
  progress(`Keeping a copy of ${copy.file}`);
  const isNew = await keepFile(data, copy, signal).catch((error) => {
    throw signal?.aborted ? signal.reason : error;
  });
  return isNew ? copy : null;
}
