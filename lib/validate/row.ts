import { msPerDay } from '../calendar.ts';
import type { Draft } from '../schema/draft.ts';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { simulatedPrefix } from '../schema/provenance.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import type { RuleId } from './rules.ts';

/** A draft that was believed, or the rule it broke. */
export type Verdict<T extends TableName = TableName> =
  | { ok: true; table: T; row: Row<T> }
  | { ok: false; rule: RuleId; message: string };

/** Musical.ly's Chinese forerunner opened in September 2016; no counter is older. */
const platformStart = '2016-09-01T00:00:00Z';
/** A counter this far from zero does not share a row with a true zero. */
const farFromZero = 1000;

/**
 * Decides whether a draft is believed: the types of its table, then what a row of it can be. Columns that the draft leaves
 * out become null (an empty list for lists). `now` is the latest an observation can be, with a day's grace for clocks.
 */
export function validateDraft(draft: Draft, now: Date): Verdict {
  const spec = tables[draft.table] as TableSpec;
  const values = complete(spec, draft.row);
  const parsed = spec.row.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? '');
    const column = columnsOf(spec).find((each) => each.name === name);
    return {
      ok: false,
      rule: ruleFor(column, values[name]),
      message: `${name}: ${shown(values[name])} – ${issue?.message ?? 'not valid'}`,
    };
  }
  const row = parsed.data as Row<TableName>;
  return rowRule(draft.table, row, now) ?? { ok: true, table: draft.table, row };
}

function complete(spec: TableSpec, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const column of columnsOf(spec))
    values[column.name] = row[column.name] ?? (column.kind === 'list' ? [] : null);
  return values;
}

function ruleFor(column: Column | undefined, value: unknown): RuleId {
  if (column?.kind === 'integer')
    return typeof value === 'number' && value < 0 ? 'negative_count' : 'not_a_count';
  if (column?.name === 'handle') return 'bad_handle';
  if (column?.kind === 'id') return 'bad_id';
  if (column?.kind === 'instant' || column?.kind === 'day') return 'impossible_date';
  return 'schema';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function rowRule(table: TableName, row: Row<TableName>, now: Date): Verdict | null {
  const refuse = (rule: RuleId, message: string): Verdict => ({ ok: false, rule, message });
  if ('observed_at' in row && row.observed_at !== null) {
    const at = row.observed_at;
    if (at < platformStart)
      return refuse('date_out_of_range', `observed_at ${at} lies before the platform existed`);
    if (Date.parse(at) > now.getTime() + msPerDay)
      return refuse('date_out_of_range', `observed_at ${at} lies in the future`);
  }
  if (table === 'account') {
    const { followers, following, likes, posts, likes_wrapped } = row as Row<'account'>;
    const known = [followers, following, likes, posts].filter((value) => value !== null);
    if (known.length === 0 && likes_wrapped === null) return refuse('not_observed', 'no counter in the row');
    if (known.length > 1 && likes_wrapped === null && known.every((value) => value === 0))
      return refuse('all_zero', 'every counter is 0');
    if (followers === 0 && (likes ?? 0) >= farFromZero)
      return refuse('zero_glitch', `followers is 0 although likes is ${likes}`);
    // An account without posts has no likes to show, however many follow it.
    if (likes === 0 && (followers ?? 0) >= farFromZero && posts !== 0)
      return refuse('zero_glitch', `likes is 0 although followers is ${followers}`);
  }
  if (table === 'post') {
    const { views, likes, comments, shares, saves } = row as Row<'post'>;
    if ([views, likes, comments, shares, saves].every((value) => value === null))
      return refuse('not_observed', 'no counter in the row');
    if (views === 0 && (likes ?? 0) >= farFromZero)
      return refuse('zero_glitch', `views is 0 although likes is ${likes}`);
  }
  if (table === 'post_info') {
    const { created_at, observed_at } = row as Row<'post_info'>;
    // By UTC days: clocks differ by minutes, and an observation dated to a day stands at its noon.
    if (created_at !== null && created_at.slice(0, 10) > observed_at.slice(0, 10))
      return refuse('posted_after_observed', `posted at ${created_at}, observed at ${observed_at}`);
  }
  if (table === 'owner_day') {
    const {
      account_id: _id,
      day: _day,
      observed_at: _at,
      source: _source,
      capture_id: _capture,
      ...amounts
    } = row as Row<'owner_day'>;
    if (Object.values(amounts).every((value) => value === null))
      return refuse('not_observed', 'no amount in the row');
  }
  return null;
}

/** True where a row came from the simulated origin. */
export function isSimulated(row: { source: string }): boolean {
  return row.source.startsWith(simulatedPrefix);
}
