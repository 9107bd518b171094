import type { Draft } from '../../schema/draft.ts';
import { type TableName, tableNames, tables } from '../../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../../schema/table.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';

const cleanTables = tableNames.filter((name) => tables[name].layer === 'clean');

/** A table that Clipbook wrote itself: a day file, or an export of one in any form that is read. Source and capture stay as they are. */
export const ledgerTable: Kind = {
  id: 'ledger-table',
  title: 'Clipbook table',
  about: `A CSV file of Clipbook’s own, with the columns of one of its tables: ${cleanTables.join(', ')}.`,
  tables: cleanTables,
  rank: 9,
  detect(head): Fit {
    const fits = cleanTables.map((name) => fitOf(head, name));
    return fits.reduce((best, fit) =>
      fit.missing.length - fit.found < best.missing.length - best.found ? fit : best,
    );
  },
  async open(context) {
    const name = cleanTables.find((table) => fitOf(context.records, table).missing.length === 0);
    // `detect` has found one, or `--as` would have been refused.
    return openTable(context, name as TableName);
  },
};

function fitOf({ header }: TableHead, name: TableName): Fit {
  const spec: TableSpec = tables[name];
  const names = columnsOf(spec).map((column) => column.name);
  const required = [...spec.key, ...spec.provenance];
  const missing = required.filter((column) => !header.includes(column));
  const foreign = header.filter((column) => !names.includes(column));
  // Several tables share their key: the table is the one that knows every column.
  return {
    missing: foreign.length === 0 ? missing : [...missing, `only columns of the table ${name}`],
    found: header.length - foreign.length,
  };
}

function openTable({ records }: ImportContext, name: TableName): RowMapper {
  const { header } = records;
  const columns = columnsOf(tables[name] as TableSpec)
    .map((column) => ({ column, place: header.indexOf(column.name) }))
    .filter(({ place }) => place !== -1);
  return (cells, line) => {
    const row: Record<string, unknown> = {};
    for (const { column, place } of columns) {
      const value = readCell(column, cells[place] as string);
      if (value instanceof Refusal) return refuseRow(line, value, showCells(header, cells));
      row[column.name] = value;
    }
    // The columns are those of the named table, which the types cannot follow.
    return { line, drafts: [{ table: name, row } as Draft] };
  };
}

function readCell(column: Column, text: string): unknown {
  if (text === '') return column.kind === 'list' ? [] : null;
  switch (column.kind) {
    case 'integer':
    case 'number': {
      const value = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(value)
        ? value
        : new Refusal('not_a_count', `${column.name} is "${text.slice(0, 40)}", which is not a number`);
    }
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return listOf(text);
    case 'instant':
      return instantOf(text);
    case 'id':
      // As an export for spreadsheets spells it.
      return /^="(\d+)"$/.exec(text)?.[1] ?? text;
    default:
      return text;
  }
}

/** Words with spaces between, or a list of them as JSON has it. */
function listOf(text: string): unknown {
  if (text === '[]') return [];
  if (!text.startsWith('["')) return text.split(' ');
  try {
    return JSON.parse(text);
  } catch {
    return text.split(' ');
  }
}

/** An instant as it is, or as a cell of a workbook comes: without a zone, at midnight without a time. */
function instantOf(text: string): string {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(text) ?? [];
  return day === undefined ? text : `${day}T${time}Z`;
}
