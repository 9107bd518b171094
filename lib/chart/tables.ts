import { type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf } from '../schema/table.ts';
import type { ChartTable } from './chart.ts';
import { allPoints, hasValue, type Point, type Series } from './series.ts';

const columnsByTable = new Map<TableName, Map<string, Column>>();

/** Title and unit of a column, from the schema. */
export function columnOf(name: string, table: TableName = 'account_daily'): { title: string; unit: string } {
  let columns = columnsByTable.get(table);
  if (!columns) {
    columns = new Map(columnsOf(tables[table]).map((column) => [column.name, column]));
    columnsByTable.set(table, columns);
  }
  const column = columns.get(name);
  return { title: column?.title ?? name, unit: column?.unit ?? '' };
}

/**
 * The days as a table, newest first. One account: its value, between which counts rounding may hide the true one where
 * it does, and how it is known. Several: one column an account. `measure` is a column of `account_daily`,
 * `missing` the kind of a day without a value.
 */
export function tabulate(all: readonly Series[], measure: string, missing = 'not observed'): ChartTable {
  const { title, unit } = columnOf(measure);
  const signed = measure.endsWith('_net') ? { signed: true } : {};
  const [single] = all;
  if (all.length === 1 && single) {
    const rounded = allPoints(single).some((point) => point.rounded);
    return {
      columns: [
        { key: 'day', title: 'Day', numeric: false },
        { key: measure, title, unit, numeric: true, ...signed },
        ...(rounded
          ? [
              { key: 'low', title: 'At least', unit, numeric: true, ...signed },
              { key: 'high', title: 'At most', unit, numeric: true, ...signed },
            ]
          : []),
        { key: 'kind', title: 'Kind', numeric: false },
      ],
      rows: allPoints(single)
        .map((point) => [
          point.day,
          point.value,
          ...(rounded ? [point.rounded?.low ?? point.value, point.rounded?.high ?? point.value] : []),
          kindOf(point, single.partial, missing),
        ])
        .reverse(),
    };
  }
  const days = new Map<number, (string | number | null)[]>();
  for (const [i, series] of all.entries())
    for (const { day, ms, value } of allPoints(series)) {
      let row = days.get(ms);
      if (!row) {
        row = [day, ...all.map(() => null)];
        days.set(ms, row);
      }
      row[i + 1] = value;
    }
  return {
    columns: [
      { key: 'day', title: 'Day', numeric: false },
      ...all.map(({ account_id, handle }) => ({
        key: account_id,
        title: `@${handle}`,
        unit,
        numeric: true,
        ...signed,
      })),
    ],
    rows: [...days].sort(([a], [b]) => b - a).map(([, row]) => row),
  };
}

function kindOf(point: Point, partial: Point | undefined, missing: string): string {
  if (point === partial) return 'still counting';
  if (!hasValue(point)) return missing;
  return point.interpolated ? 'interpolated' : 'observed';
}
