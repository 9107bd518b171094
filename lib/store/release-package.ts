import { type TableName, tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';
import { tableResource } from './datapackage.ts';
import { jsonSchemaOf, schemaFile } from './json-schema.ts';

/** `datapackage.json` and the JSON Schemas of a release. */

export interface ReleasedTable {
  table: TableName;
  rows: number;
  /** Files of the same rows, relative to the release. */
  csv: readonly string[];
  parquet: readonly string[];
}

/** The files that describe a release, by path. */
export function describeRelease(
  version: string,
  title: string,
  released: readonly ReleasedTable[],
): Map<string, string> {
  const present = new Set(released.map(({ table }) => table));
  const resources = released.flatMap(({ table, rows, csv, parquet }) => {
    const spec = tables[table] as TableSpec;
    const asCsv = tableResource(spec, csv, (name) => present.has(name as TableName));
    return [
      { ...asCsv, rows },
      {
        name: `${table}-parquet`,
        title: `${spec.title}, as Parquet`,
        description: `The rows of the resource ${table}, partitioned by month.`,
        path: parquet,
        format: 'parquet',
        mediatype: 'application/vnd.apache.parquet',
        rows,
      },
    ];
  });
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'clipbook-release',
    version,
    title: `${title}: TikTok metrics, release ${version}`,
    description:
      'Observations as they were made; an empty cell was not observed. A release is never rewritten.',
    sources: [
      { title: 'TikTok public pages and exports of account owners', path: 'https://www.tiktok.com/' },
    ],
    resources,
  };
  const files = new Map([['datapackage.json', `${JSON.stringify(descriptor, null, 2)}\n`]]);
  for (const table of present) files.set(schemaFile(table), jsonSchemaOf(tables[table] as TableSpec));
  return files;
}
