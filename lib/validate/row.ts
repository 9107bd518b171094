import type { z } from 'zod';
import type { Draft } from '../schema/draft.ts';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { ruleOfRow } from './row-rules.ts';
import type { RuleId } from './rules.ts';

/** A draft that was believed, or the rule it broke. */
export type Verdict<T extends TableName = TableName> =
  | { ok: true; table: T; row: Row<T> }
  | { ok: false; rule: RuleId; message: string };

/** The rule a draft breaks, and how. */
export interface Refusal {
  rule: RuleId;
  message: string;
}

/**
 * Why a draft is not believed: the types of its table, then what a row of it can be. Null where it is. Columns that the
 * draft leaves out count as empty. `now` is the latest an observation can be, with a day's grace for clocks.
 */
export function refusalOf(draft: Draft, now: Date): Refusal | null {
  const spec = tables[draft.table] as TableSpec;
  const given = draft.row as Readonly<Record<string, unknown>>;
  const unfit = unfitColumn(columnsOf(spec), given);
  return unfit === null
    ? ruleOfRow(draft.table, given, now)
    : refuseCell(spec, unfit, given[unfit.name] ?? null);
}

/** The first column whose value does not fit it, or null. Most rows have their values in the order of the columns. */
function unfitColumn(columns: readonly Column[], given: Readonly<Record<string, unknown>>): Column | null {
  let next = 0;
  for (const name in given) {
    const column = columns[next++];
    if (column === undefined || column.name !== name)
      return columns.find((each) => !isFit(each, given[each.name])) ?? null;
    if (!isFit(column, given[name])) return column;
  }
  for (; next < columns.length; next++)
    if (!isFit(columns[next] as Column, null)) return columns[next] as Column;
  return null;
}

function isFit(column: Column, value: unknown): boolean {
  return value === null || value === undefined ? !column.required : column.holds(value);
}

/** `refusalOf`, and for a draft that is believed its whole row: what it left out is null (an empty list for lists). */
export function validateDraft(draft: Draft, now: Date): Verdict {
  const refusal = refusalOf(draft, now);
  if (refusal) return { ok: false, ...refusal };
  const given = draft.row as Readonly<Record<string, unknown>>;
  const row: Record<string, unknown> = {};
  for (const { name, kind } of columnsOf(tables[draft.table] as TableSpec))
    row[name] = given[name] ?? (kind === 'list' ? [] : null);
  return { ok: true, table: draft.table, row: row as Row<TableName> };
}

function refuseCell(spec: TableSpec, column: Column, value: unknown): Refusal {
  const schema = spec.row.shape[column.name] as z.ZodType;
  const why = schema.safeParse(value).error?.issues[0]?.message ?? 'not valid';
  return { rule: ruleFor(column, value), message: `${column.name}: ${shown(value)} – ${why}` };
}

function ruleFor(column: Column, value: unknown): RuleId {
  if (column.kind === 'integer')
    return typeof value === 'number' && value < 0 ? 'negative_count' : 'not_a_count';
  if (column.name === 'handle') return 'bad_handle';
  if (column.kind === 'id') return 'bad_id';
  if (column.kind === 'instant' || column.kind === 'day') return 'impossible_date';
  return 'schema';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
