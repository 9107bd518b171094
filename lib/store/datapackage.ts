import { type TableName, tableNames, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { annotationColumns, watchColumns } from '../schema/watchlist.ts';
import { contentOf } from './datapackage-content.ts';
import { type Described, nextVersion } from './datapackage-version.ts';
import { monthsArchived } from './days.ts';
import { jsonSchemaOf, schemaFile } from './json-schema.ts';
import { layoutNote } from './layout.ts';
import { archiveFile, datapackageFile, olderFolders, tableFile, tableFolder } from './paths.ts';
import type { Transaction } from './transaction.ts';
import { type LedgerView, viewOf } from './view.ts';

/**
 * `data/datapackage.json` (Data Package v2): every table with its schema and the paths of its files; and a JSON Schema a
 * table beside it. Made from the schema and the folder, never edited, never merged.
 */

const profile = 'https://datapackage.org/profiles/2.0/datapackage.json';

/** Derived tables that are committed. What can be rebuilt is described where it is: a clone has no files of the others. */
export const committedDerived = ['account_daily', 'summary'] as const satisfies readonly TableName[];

function isDescribed(table: TableName): boolean {
  return tables[table].layer !== 'derived' || (committedDerived as readonly TableName[]).includes(table);
}

/** Stages the descriptor and the JSON Schemas as they must be once the transaction is carried out, where they differ. */
export async function stageDescriptor(root: string, transaction: Transaction): Promise<void> {
  const view = viewOf(root, transaction);
  for (const [file, text] of await describeLedger(view))
    if ((await view.read(file)) !== text) await transaction.write(file, text);
}

/** The files that describe a ledger, by path: `datapackage.json` and the JSON Schema of each table that has rows. */
export async function describeLedger(view: LedgerView): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const resources: unknown[] = [];
  const present = new Map<TableName, string[]>();
  for (const name of tableNames) {
    const paths = isDescribed(name) ? await dataFiles(view, name) : [];
    if (paths.length > 0) present.set(name, paths);
  }
  const archived = await archivesIn(view);
  for (const name of tableNames) {
    const [paths, archives] = [present.get(name), archived.get(name)];
    const older = olderFolders(name);
    const versions = (await Promise.all(older.map((folder) => olderResource(view, name, folder)))).flat();
    if (!paths && !archives && versions.length === 0) continue;
    const spec = tables[name] as TableSpec;
    // A key is checked against one resource; where a table is in two, it would be missed in either.
    const isWhole = (table: string) => present.has(table as TableName) && !archived.has(table as TableName);
    const { days, archive } = await contentOf(view, tableFolder(name));
    if (paths) resources.push({ ...tableResource(spec, paths, isWhole), ...days });
    if (archives) resources.push({ ...archiveResource(spec, archives, isWhole), ...archive });
    resources.push(...versions);
    files.set(schemaFile(name), jsonSchemaOf(spec));
  }
  for (const [name, columns, about] of handEdited)
    if ((await view.read(`${name}.csv`)) !== null) resources.push(listResource(name, columns, about));
  const descriptor = {
    $schema: profile,
    name: 'clipbook-ledger',
    version: '',
    clipbook: layoutNote,
    title: 'Clipbook ledger',
    description:
      'Public TikTok account and post metrics and the owner’s own exports, as observed. One file per table and UTC day; a stored value is never changed; an empty cell was not observed.',
    homepage: 'https://www.tiktok.com/',
    licenses: [
      {
        name: 'other-pd',
        title: 'Facts and figures; see the publisher’s own terms for reuse',
        path: 'https://opendefinition.org/licenses/',
      },
    ],
    sources: [
      { title: 'TikTok public pages and exports of account owners', path: 'https://www.tiktok.com/' },
    ],
    resources,
  };
  descriptor.version = nextVersion(await readDescriptor(view), descriptor as Described);
  files.set(datapackageFile, `${JSON.stringify(descriptor, null, 2)}\n`);
  return files;
}

/** The descriptor that is there; null where there is none or it cannot be read. */
async function readDescriptor(view: LedgerView): Promise<Described | null> {
  try {
    return JSON.parse((await view.read(datapackageFile)) ?? 'null') as Described | null;
  } catch {
    return null;
  }
}

/** A table's CSV files by day. */
async function dataFiles(view: LedgerView, table: TableName): Promise<string[]> {
  const dayFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;
  return (await view.list(tableFolder(table))).filter((file) => {
    const day = tables[table].partition === null ? null : dayFile.exec(file)?.[1];
    return day !== undefined && file === tableFile(table, day);
  });
}

/** The Parquet files of archived months by table. */
async function archivesIn(view: LedgerView): Promise<Map<TableName, string[]>> {
  const found = new Map<TableName, string[]>();
  for (const name of tableNames) {
    const months = monthsArchived(name, await view.list(tableFolder(name)));
    if (months.length > 0)
      found.set(
        name,
        months.map((month) => archiveFile(name, month)),
      );
  }
  return found;
}

const handEdited = [
  ['watchlist', watchColumns, 'What is followed: accounts, posts, hashtags and sounds. Edited by hand.'],
  ['annotations', annotationColumns, 'Events that are drawn on the charts they concern. Edited by hand.'],
] as const;

/** A table as a resource of a package: its columns, key, and foreign keys to tables that are in the package. */
export function tableResource(
  spec: TableSpec,
  paths: readonly string[],
  isPresent: (table: string) => boolean,
) {
  const foreignKeys = Object.entries(spec.references ?? {})
    .map(([field, target]) => ({ field, target: String(target).split('.') as [string, string] }))
    // A key that leads to a resource that is not there would make the package invalid.
    .filter(({ target: [table] }) => isPresent(table))
    .map(({ field, target: [resource, column] }) => ({
      fields: [field],
      reference: { resource, fields: [column] },
    }));
  return {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    type: 'table',
    path: paths,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    jsonSchema: schemaFile(spec.name),
    schema: {
      fields: columnsOf(spec).map(fieldOf),
      fieldsMatch: ['equal'],
      primaryKey: [...spec.key],
      ...(foreignKeys.length > 0 ? { foreignKeys } : {}),
      missingValues: [{ value: '', label: 'not observed' }],
    },
  };
}

/** Day files of an older version of a table that are not migrated: the columns that they have. None where there are no such files. */
async function olderResource(view: LedgerView, table: TableName, folder: string): Promise<object[]> {
  const files = (await view.list(folder)).filter((file) => /\/\d{4}-\d\d-\d\d\.csv$/.test(file));
  const [first] = files;
  if (first === undefined) return [];
  const spec = tables[table] as TableSpec;
  // The JSON Schema is that of today's rows.
  const { schema, jsonSchema: _, ...rest } = tableResource(spec, files, () => false);
  const [header = ''] = ((await view.read(first)) ?? '').split('\n', 1);
  const fields = header.split(',').map((name) => {
    const column = columnsOf(spec).find((each) => each.name === name);
    return column ? fieldOf(column) : { name, type: 'string' };
  });
  const [version = ''] = /v\d+/.exec(folder) ?? [];
  const { days } = await contentOf(view, folder);
  return [
    {
      ...rest,
      name: `${spec.name}_${version}`,
      title: `${spec.title}, version ${version.slice(1)} of the table`,
      'clipbook:table': spec.name,
      schema: { ...schema, fields },
      ...days,
    },
  ];
}

/** Closed months of a table: the same rows in another form, in a resource of their own, since a resource has one. */
function archiveResource(
  spec: TableSpec,
  paths: readonly string[],
  isPresent: (table: string) => boolean,
): object {
  const { schema, encoding: _, ...rest } = tableResource(spec, paths, isPresent);
  const { missingValues: __, ...types } = schema;
  return {
    ...rest,
    name: `${spec.name}_archive`,
    title: `${spec.title}, archived months`,
    'clipbook:table': spec.name,
    format: 'parquet',
    mediatype: 'application/vnd.apache.parquet',
    schema: types,
  };
}

const types: Record<Column['kind'], object> = {
  id: { type: 'string' },
  text: { type: 'string' },
  choice: { type: 'string' },
  instant: { type: 'datetime', format: '%Y-%m-%dT%H:%M:%SZ' },
  day: { type: 'date' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  flag: { type: 'boolean' },
  list: { type: 'list', delimiter: ' ' },
};

function fieldOf(column: Column): unknown {
  const constraints = {
    ...(column.required ? { required: true } : {}),
    ...(column.choices ? { enum: [...column.choices] } : {}),
  };
  return {
    name: column.name,
    title: column.title,
    description: column.description,
    ...types[column.kind],
    ...(column.unit ? { unit: column.unit } : {}),
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
  };
}

function listResource(name: string, columns: readonly string[], about: string): unknown {
  return {
    name,
    title: name === 'watchlist' ? 'Watchlist' : 'Annotations',
    description: about,
    type: 'table',
    path: `${name}.csv`,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: { fields: columns.map((column) => ({ name: column, type: 'string' })) },
  };
}
