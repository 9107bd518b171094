import type { Draft } from '../schema/draft.ts';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { validateDraft } from './row.ts';
import { type Finding, finding } from './rules.ts';

/**
 * Checks the rows of one stored file: schema, row rules, unique keys, and that each row lies in the file of its day.
 * Findings are gathered per rule, with the first case written out.
 */
export function checkStoredRows(
  table: TableName,
  file: string,
  day: string | null,
  rows: readonly Readonly<Record<string, unknown>>[],
  now: Date,
): Finding[] {
  const spec = tables[table] as TableSpec;
  const found = new Map<string, { count: number; first: string }>();
  const note = (rule: 'invalid_row' | 'duplicate_key' | 'wrong_day' | 'likes_over_views', first: string) => {
    const known = found.get(rule);
    if (known) known.count++;
    else found.set(rule, { count: 1, first });
  };
  const keys = new Set<string>();
  rows.forEach((row, index) => {
    const line = index + 2;
    const verdict = validateDraft({ table, row } as Draft, now);
    if (!verdict.ok) note('invalid_row', `row ${line}: ${verdict.message}`);
    const key = spec.key.map((column) => String(row[column])).join(',');
    if (keys.has(key)) note('duplicate_key', `row ${line}: ${key}`);
    keys.add(key);
    if (spec.partition !== null && String(row[spec.partition]).slice(0, 10) !== day)
      note('wrong_day', `row ${line}: ${spec.partition} is ${String(row[spec.partition])}`);
    if (table === 'post' && Number(row['likes'] ?? 0) > Number(row['views'] ?? Number.POSITIVE_INFINITY))
      note(
        'likes_over_views',
        `post ${String(row['post_id'])}: ${String(row['likes'])} likes, ${String(row['views'])} views`,
      );
  });
  return [...found].map(([rule, { count, first }]) =>
    finding(rule as 'invalid_row', file, count === 1 ? first : `${count} rows; the first: ${first}`),
  );
}

/** Compares a file's header with the schema's columns; null where they agree. */
export function checkHeader(table: TableName, file: string, header: readonly string[]): Finding | null {
  const expected = columnsOf(tables[table] as TableSpec).map((column) => column.name);
  if (expected.join(',') === header.join(',')) return null;
  const missing = expected.filter((name) => !header.includes(name));
  const extra = header.filter((name) => !expected.includes(name));
  return finding(
    'invalid_row',
    file,
    `The columns are not those of the table: ${[
      missing.length > 0 ? `missing ${missing.join(', ')}` : '',
      extra.length > 0 ? `unknown ${extra.join(', ')}` : '',
      missing.length + extra.length === 0 ? 'their order differs' : '',
    ]
      .filter(Boolean)
      .join('; ')}.`,
  );
}
