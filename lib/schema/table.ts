import type { z } from 'zod';
import { type ColumnMeta, type Holds, holdsOf } from './column.ts';

/** Which folder of the data root a table lives in, named after the last step that touched it. */
export type Layer = 'clean' | 'issued' | 'derived';

/** A table: one zod object and what surrounds it. The order of the object's keys is the order of the columns. */
export interface TableSpec<Shape extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  title: string;
  description: string;
  layer: Layer;
  /** Version of the columns on disk, 1 where absent: the folder is `<layer>/v<version>/<name>`. A new one needs a migration. */
  version?: number;
  /** The columns that identify a row. They come first in the file, and rows are sorted by them. */
  key: readonly (keyof Shape & string)[];
  /** The column whose UTC day (or day) names the day file; null for a table of one file. */
  partition: (keyof Shape & string) | null;
  /**
   * Columns that say where a row came from. They come last and do not take part when two rows of one key
   * are compared: the same numbers seen twice are a duplicate, not a conflict.
   */
  provenance: readonly (keyof Shape & string)[];
  /** Foreign keys: column → table.column. */
  references?: Partial<Record<keyof Shape & string, string>>;
  row: z.ZodObject<Shape>;
}

export interface Column extends ColumnMeta {
  name: string;
  /** True where a cell may not be empty. */
  required: boolean;
  /** Whether a value fits the column. */
  holds: Holds;
}

/** Names, kinds, units and descriptions of a table's columns, in file order. */
export function columnsOf(spec: TableSpec): readonly Column[] {
  let columns = cache.get(spec);
  if (!columns) {
    columns = Object.entries(spec.row.shape).map(([name, schema]) => {
      const type = schema as z.ZodType;
      const meta = type.meta() as unknown as ColumnMeta;
      const holds = holdsOf(type);
      return { name, required: !holds(null) && meta.kind !== 'list', ...meta, holds };
    });
    cache.set(spec, columns);
  }
  return columns;
}
const cache = new WeakMap<TableSpec, readonly Column[]>();
