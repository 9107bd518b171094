import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { withLock } from '../store/lock.ts';
import { writeRebuilt } from '../store/rebuilt.ts';
import type { TransformFinding } from '../transform/all.ts';
import { type DerivedTable, derivedTables } from '../transform/tables.ts';
import { deriveInMemory } from './derive.ts';

export interface TransformSummary {
  as_of: string;
  /** Rows of each table. */
  tables: Partial<Record<DerivedTable, number>>;
  /** Files written or removed; 0 where nothing changed. */
  files_changed: number;
  /** What the transform could not resolve, e.g. wrapped likes without an anchor. */
  findings: TransformFinding[];
}

/** The instant that counts as now: the setting `as_of`, else the clock. */
export function asOfOf(settings: Pick<Settings, 'as_of'>, effects: Effects): Date {
  return settings.as_of === null ? effects.now() : new Date(settings.as_of);
}

/**
 * Computes the derived tables from the clean ones and writes those files that changed. Same rows and same `as_of`,
 * same bytes.
 */
export async function transform(
  settings: Settings,
  progress: Progress = silent,
  effects: Effects = liveEffects,
  tables: readonly DerivedTable[] = derivedTables,
): Promise<TransformSummary> {
  return withLock(
    settings.data,
    'transform',
    () => transformLocked(settings, progress, effects, tables),
    effects,
  );
}

/** `transform` for a caller that holds the lock. */
export async function transformLocked(
  settings: Settings,
  progress: Progress,
  effects: Effects,
  tables: readonly DerivedTable[] = derivedTables,
): Promise<TransformSummary> {
  const asOf = asOfOf(settings, effects);
  progress('Computing the derived tables');
  const { findings, ...rows } = await deriveInMemory(settings, asOf, tables);
  const wanted = tables.map((table) => [table, rows[table]] as const);
  progress('Writing the derived tables');
  const files_changed = await writeRebuilt(settings.data, Object.fromEntries(wanted));
  return {
    as_of: instantOf(asOf),
    tables: Object.fromEntries(wanted.map(([table, { length }]) => [table, length])),
    files_changed,
    findings,
  };
}
