import { type TableName, tableNames, tables } from '../schema/index.ts';
import { describeLedger } from './datapackage.ts';
import { listFiles } from './files.ts';
import { archiveFile, datapackageFile, olderFolders, tableFolder } from './paths.ts';
import { viewOf } from './view.ts';

/** What lies in the folders of stored rows, by where it belongs. */

/** A month of day files of a table, of today's version or an older one. */
export interface MonthFolder {
  table: TableName;
  /** `YYYY-MM` */
  month: string;
  folder: string;
  /** Names of the day files that are there. */
  days: string[];
  /** Name of the Parquet file that archived days are in; null where none is. */
  archive: string | null;
  hasManifest: boolean;
}

export interface StoredFolders {
  /** By folder. */
  months: MonthFolder[];
  /** Files that nothing reads. */
  strays: string[];
}

/** Walks the folders of clean and issued rows once. Hidden files, which editors and systems leave, are passed over. */
export async function inspectFolders(root: string): Promise<StoredFolders> {
  const tableOf = new Map<string, TableName>();
  for (const table of tableNames)
    if (tables[table].layer !== 'derived')
      for (const folder of [...olderFolders(table), tableFolder(table)]) tableOf.set(folder, table);
  const months = new Map<string, MonthFolder>();
  const strays: string[] = [];
  for (const layer of ['clean', 'issued'])
    for (const file of await listFiles(root, layer)) {
      if (file.split('/').some((part) => part.startsWith('.'))) continue;
      const place = placeOf(file, tableOf);
      if (place === null) strays.push(file);
      else {
        const month = months.get(place.folder) ?? { ...place, days: [], archive: null, hasManifest: false };
        months.set(place.folder, month);
        if (place.name === 'manifest.json') month.hasManifest = true;
        else if (place.name.endsWith('.parquet')) month.archive = place.name;
        else month.days.push(place.name);
      }
    }
  return { months: [...months.values()], strays };
}

/** The month that a file belongs to; null for one that nobody looks after. */
function placeOf(
  file: string,
  tableOf: ReadonlyMap<string, TableName>,
): { table: TableName; month: string; folder: string; name: string } | null {
  const [, tablePath = '', year = '', monthOfYear = '', name = ''] =
    /^(.+?)\/(\d{4})\/(\d\d)\/([^/]+)$/.exec(file) ?? [];
  const table = tableOf.get(tablePath);
  if (table === undefined || tables[table].partition === null) return null;
  const month = `${year}-${monthOfYear}`;
  const day = /^(\d{4}-\d\d-\d\d)\.csv$/.exec(name)?.[1];
  const isPlaced =
    name === 'manifest.json' || day?.startsWith(month) === true || file === archiveFile(table, month);
  return isPlaced ? { table, month, folder: `${tablePath}/${year}/${monthOfYear}`, name } : null;
}

/** The descriptions of the ledger (`datapackage.json`, JSON Schemas) that are not what its files make of them. */
export async function outdatedDescriptions(root: string): Promise<string[]> {
  const view = viewOf(root);
  const outdated: string[] = [];
  for (const [file, text] of await describeLedger(view)) {
    const found = await view.read(file);
    if (found === text) continue;
    // Lists that people write are described with the next rows: a watchlist alone is no package of data.
    if (file === datapackageFile && tablesOf(found) === tablesOf(text)) continue;
    outdated.push(file);
  }
  return outdated;
}

function tablesOf(descriptor: string | null): string {
  try {
    const { resources = [] } = JSON.parse(descriptor ?? '{}') as { resources?: { name?: string }[] };
    return JSON.stringify(
      resources.filter(({ name }) => tableNames.includes(name?.replace(/_archive$/, '') as TableName)),
    );
  } catch {
    return '';
  }
}
