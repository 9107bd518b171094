import { readFile, stat } from 'node:fs/promises';
import { readSettings } from '../config.ts';
import { InputError } from '../errors.ts';
import { listFiles } from './files.ts';
import { under } from './paths.ts';
import { noteOtherRead } from './reads.ts';

/** A file of the ledger that readers may download. */
export interface PublishedFile {
  /** Relative to the data root, as in the repository. */
  path: string;
  bytes: number;
}

const folders = ['clean', 'derived', 'issued', 'schema', 'reports/assets'];
const single = ['datapackage.json', 'watchlist.csv', 'annotations.csv'];

/** The files of the ledger that the site offers: tables, manifests, the descriptor, and style
 * sheets and fonts of kept reports; never captures or rejections. */
export async function listPublishedFiles(data = readSettings().data): Promise<PublishedFile[]> {
  noteOtherRead();
  const paths = (await Promise.all(folders.map((folder) => listFiles(data, folder)))).flat();
  const found: PublishedFile[] = [];
  for (const path of [...single, ...paths]) {
    const info = await stat(under(data, path)).catch(() => null);
    if (info?.isFile()) found.push({ path, bytes: info.size });
  }
  return found;
}

/** The bytes of a published file. Throws `InputError` for any other path. */
export async function readPublishedFile(path: string, data = readSettings().data): Promise<Uint8Array> {
  noteOtherRead();
  const allowed = single.includes(path) || folders.some((folder) => path.startsWith(`${folder}/`));
  if (!allowed || path.split('/').includes('..'))
    throw new InputError('not_published', `${path} is not a published file.`);
  return readFile(under(data, path));
}
