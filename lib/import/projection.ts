import type { RecordBatch, Records } from './records.ts';

/** A column to make: its new name, and the columns that it may come from, the first filled one first. */
export interface Projected {
  name: string;
  from: readonly string[];
  /** Turns the cell into what the new column holds. */
  read?: (cell: string) => string;
}

/** The same records under other names, with only the columns that are wanted: those of which the file has none are left out. */
export interface Projection {
  records: Records;
  project(row: readonly string[]): readonly string[];
}

/** Programs that write CSV join the names of nested fields by a point or a slash: both are `authorMeta.name` here. */
export function pathOf(name: string): string {
  return name.trim().replaceAll('/', '.');
}

/** Records under new names; `isOne` says which of the sample's records count as theirs. */
export function projectRecords(
  records: Records,
  wanted: readonly Projected[],
  isOne: (row: readonly string[]) => boolean = () => true,
): Projection {
  const names = records.header.map(pathOf);
  const columns = wanted
    .map(({ name, from, read }) => ({
      name,
      read,
      places: from.map((each) => names.indexOf(each)).filter((place) => place !== -1),
    }))
    .filter(({ places }) => places.length > 0);
  const project = (row: readonly string[]) =>
    columns.map(({ places, read }) => {
      const cell = places.map((place) => row[place] ?? '').find((text) => text !== '') ?? '';
      return read === undefined ? cell : read(cell);
    });
  return {
    project,
    records: {
      header: columns.map(({ name }) => name),
      sample: records.sample.filter(isOne).map(project),
      batches: () => projectBatches(records, project, isOne),
    },
  };
}

async function* projectBatches(
  records: Records,
  project: (row: readonly string[]) => readonly string[],
  isOne: (row: readonly string[]) => boolean,
): AsyncGenerator<RecordBatch, void> {
  for await (const { rows, lines } of records.batches()) {
    const kept = rows.flatMap((row, i) => (isOne(row) ? [i] : []));
    yield {
      rows: kept.map((i) => project(rows[i] as readonly string[])),
      lines: kept.map((i) => lines[i] as number),
      broken: null,
    };
  }
}
