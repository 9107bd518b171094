import type { Row, TableName } from '../../lib/schema/index.ts';
import { type TransformInputs, transformAll } from '../../lib/transform/all.ts';
import type { DerivedTable } from '../../lib/transform/tables.ts';

/** Rows of a derived table from clean rows, as of noon on 10 February 2026 unless said. */
export function derive<T extends DerivedTable & TableName>(
  table: T,
  inputs: Partial<TransformInputs> & { account: readonly Row<'account'>[] },
): Row<T>[] {
  const derived = transformAll({
    accountInfo: [],
    postInfo: [],
    watchlist: [],
    defaultZone: 'UTC',
    asOf: '2026-02-10T12:00:00Z',
    ...inputs,
  });
  return derived[table] as Row<T>[];
}
