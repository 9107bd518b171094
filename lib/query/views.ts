import type { Column } from '../schema/table.ts';

/** A table that a statement may name: its columns, and the files that hold its rows. */
export interface SqlTable {
  name: string;
  columns: readonly SqlColumn[];
  /**
   * Files by their columns: CSV with this header line, or Parquet as Clipbook archives it. Columns are found by name, those that a file lacks are NULL,
   * others are passed over.
   */
  sources: readonly SqlSource[];
}

type SqlColumn = Pick<Column, 'name' | 'kind'>;
interface SqlSource {
  form: 'csv' | 'parquet';
  header: readonly string[];
  files: readonly string[];
}

const types: Record<Column['kind'], string> = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  choice: 'VARCHAR',
  list: 'VARCHAR',
  instant: 'TIMESTAMP',
  day: 'DATE',
  integer: 'BIGINT',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
};

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The statement that makes a table known by its name. */
export function viewOf({ name: table, columns, sources }: SqlTable): string {
  const parts = sources.filter(({ files }) => files.length > 0).map((source) => selectOf(columns, source));
  const empty = columns.map((column) => `${noneOf(column)} AS ${name(column.name)}`).join(', ');
  return `CREATE VIEW ${name(table)} AS ${parts.join(' UNION ALL ') || `SELECT ${empty} WHERE false`}`;
}

function noneOf({ kind }: SqlColumn): string {
  return kind === 'list' ? '[]::VARCHAR[]' : `NULL::${types[kind]}`;
}

/** Rows of files with the same columns, in the table's. */
function selectOf(columns: readonly SqlColumn[], { form, header, files }: SqlSource): string {
  const kinds = new Map(columns.map((column) => [column.name, column.kind]));
  const shape = header
    .map((column) => `${literal(column)}: ${literal(types[kinds.get(column) ?? 'text'])}`)
    .join(', ');
  const cells = columns.map((column) => {
    const found = header.includes(column.name) ? name(column.name) : null;
    if (found === null) return `${noneOf(column)} AS ${name(column.name)}`;
    // Instants of Parquet are in UTC, and say so.
    if (column.kind === 'instant' && form === 'parquet') return `CAST(${found} AS TIMESTAMP) AS ${found}`;
    if (column.kind !== 'list') return found;
    return `CASE WHEN ${found} IS NULL THEN []::VARCHAR[] ELSE string_split(${found}, ' ') END AS ${found}`;
  });
  const list = `[${files.map(literal).join(', ')}]`;
  if (form === 'parquet') return `SELECT ${cells.join(', ')} FROM read_parquet(${list})`;
  return `SELECT ${cells.join(', ')} FROM read_csv(${list}, columns = {${shape}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', max_line_size = 33554432)`;
}
