import { tableNames, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { annotationColumns, watchColumns } from '../schema/watchlist.ts';
import { listTableFiles, readText } from './files.ts';

/**
 * `data/datapackage.json` (Data Package v2): every table with its schema and the paths of its files. Made from the
 * schema and the folder, never edited, never merged.
 */

const profile = 'https://datapackage.org/profiles/2.0/datapackage.json';

/** The descriptor as text. `newFiles` are files about to exist besides those that do. */
export async function buildDatapackage(root: string, newFiles: readonly string[] = []): Promise<string> {
  const resources: unknown[] = [];
  for (const name of tableNames) {
    const spec = tables[name] as TableSpec;
    // What can be rebuilt is described where it is committed; data health is a report, not data.
    if (name === 'data_health') continue;
    const prefix = `${spec.layer}/`;
    const paths = new Set(await listTableFiles(root, name));
    for (const file of newFiles) if (file.startsWith(prefix) && file.includes(`/${name}/`)) paths.add(file);
    if (paths.size > 0) resources.push(tableResource(spec, [...paths].sort()));
  }
  for (const [name, columns, about] of handEdited)
    if ((await readText(root, `${name}.csv`)) !== null) resources.push(listResource(name, columns, about));
  const descriptor = {
    $schema: profile,
    name: 'clipbook-ledger',
    title: 'Clipbook ledger',
    description:
      'Public TikTok account and post metrics and the owner’s own exports, as observed. One file per table and UTC day; a stored row is never changed; an empty cell was not observed.',
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
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

const handEdited = [
  ['watchlist', watchColumns, 'What is followed: accounts, posts, hashtags and sounds. Edited by hand.'],
  ['annotations', annotationColumns, 'Events that are drawn on the charts they concern. Edited by hand.'],
] as const;

function tableResource(spec: TableSpec, paths: string[]): unknown {
  return {
    name: spec.name,
    title: spec.title,
    description: spec.description,
    type: 'table',
    path: paths,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      fields: columnsOf(spec).map(fieldOf),
      fieldsMatch: ['equal'],
      primaryKey: [...spec.key],
      missingValues: [{ value: '', label: 'not observed' }],
    },
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
