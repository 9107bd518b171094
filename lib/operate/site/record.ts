import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PageLinks } from '../links.ts';
import type { NowWords } from './now.ts';
import type { FileStamp } from './place.ts';
import type { Sources } from './sources.ts';

/**
 * What a build leaves for the next one: of each page what it was made of, and how its file looked. It lies in `.cache/`,
 * never in the site; without it, every page is rendered.
 */
export interface BuildRecord {
  version: typeof recordVersion;
  /** Hash of the project's code and packages. */
  code: string;
  /** Hash of what any page may print besides its rows: settings, and whether the ledger is simulated. */
  surroundings: string;
  /** Hash of what the files beside pages are made of besides the pages. */
  charts: string;
  /** The commit that they name. */
  commit: string | null;
  /** Hash of what the file system says of the ledger's files; null where it was too young to be told from a later change. */
  data: string | null;
  asOf: string;
  words: NowWords;
  sources: Sources;
  assets: string[];
  pages: Record<string, PageRecord>;
  copies: Record<string, CopyRecord>;
}

export interface PageRecord {
  route: string;
  /** Null where the page is rendered each time. */
  key: string | null;
  /** Hash of its code. */
  code: string;
  stamp: FileStamp;
  /** True where it says something of now. */
  marked: boolean;
  links: PageLinks | null;
  /** The files that were made beside it, by their path on the site. */
  made: Record<string, MadeFile>;
}

/** A file that was made beside a page. */
export interface MadeFile {
  /** Hash of what it was made of. */
  from: string;
  stamp: FileStamp;
}

/** A file that was copied as it is. */
export interface CopyRecord {
  source: FileStamp;
  stamp: FileStamp;
}

const recordVersion = 2;
const fileName = 'record.json.gz';

/** The record in a folder; null where there is none that this version can read. */
export async function readRecord(folder: string): Promise<BuildRecord | null> {
  try {
    const packed = await readFile(path.join(folder, fileName));
    const record = JSON.parse(gunzipSync(packed).toString('utf8')) as BuildRecord;
    return record.version === recordVersion ? record : null;
  } catch {
    return null;
  }
}

export async function writeRecord(folder: string, record: Omit<BuildRecord, 'version'>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, fileName);
  const bytes = gzipSync(JSON.stringify({ version: recordVersion, ...record }), { level: 1 });
  await writeFile(`${file}.${process.pid}`, bytes);
  await rename(`${file}.${process.pid}`, file);
}
