import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { withLock } from '../store/lock.ts';
import { RebuiltWriter, writeRebuilt } from '../store/rebuilt.ts';
import type { TransformFinding } from '../transform/finding.ts';
import { type DerivedTable, derivedTables } from '../transform/tables.ts';
import { asOfOf } from './as-of.ts';
import { deriveAll, FoundOtherwise } from './derive-all.ts';
import { issueForecasts } from './issue-forecasts.ts';
import { LastRun } from './last-run.ts';
import { type Found, nothingFound, PostMemory } from './post-memory.ts';

export interface TransformSummary {
  as_of: string;
  /** Rows of each table. */
  tables: Partial<Record<DerivedTable, number>>;
  /** Files written or removed; 0 where nothing changed. */
  files_changed: number;
  /** Forecasts put on record: once a week, and not where `as_of` is set. */
  forecasts_issued: number;
  /** What the transform could not resolve, e.g. wrapped likes without an anchor. */
  findings: TransformFinding[];
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
    async () => {
      const summary = await transformRows(settings, progress, effects, tables);
      // A time that was set is no time at which anything was said.
      if (settings.as_of !== null || !tables.includes('forecast')) return { ...summary, forecasts_issued: 0 };
      const forecasts_issued = await issueForecasts(settings.data, new Date(summary.as_of));
      return { ...summary, forecasts_issued };
    },
    effects,
  );
}

/** `transform` of some tables for a caller that holds the lock; it puts no forecast on record. */
export async function transformLocked(
  settings: Settings,
  progress: Progress,
  effects: Effects,
  tables: readonly DerivedTable[],
): Promise<TransformSummary> {
  const summary = await transformRows(settings, progress, effects, tables);
  return { ...summary, forecasts_issued: 0 };
}

async function transformRows(
  settings: Settings,
  progress: Progress,
  effects: Effects,
  tables: readonly DerivedTable[],
): Promise<Omit<TransformSummary, 'forecasts_issued'>> {
  const asOf = asOfOf(settings, effects);
  const last = await LastRun.open(settings, asOf, tables);
  const same = (await last?.same()) ?? null;
  if (same !== null) {
    progress('Nothing has changed since the last transform');
    return { ...same, files_changed: await writeRebuilt(settings.data, {}) };
  }
  progress('Computing the derived tables');
  const memory = await PostMemory.open(settings, asOf, tables);
  try {
    return await rebuild(settings, progress, asOf, tables, last, memory, memory?.found ?? nothingFound);
  } catch (error) {
    if (!(error instanceof FoundOtherwise)) throw error;
    const again = await PostMemory.open(settings, asOf, tables);
    return rebuild(settings, progress, asOf, tables, last, again, error.found);
  }
}

async function rebuild(
  settings: Settings,
  progress: Progress,
  asOf: Date,
  tables: readonly DerivedTable[],
  last: LastRun | null,
  memory: PostMemory | null,
  known: Found,
): Promise<Omit<TransformSummary, 'forecasts_issued'>> {
  const writer = await RebuiltWriter.open(settings.data);
  try {
    for (const table of tables) writer.add(table, []);
    const { findings, found } = await deriveAll(settings, asOf, tables, writer, memory, known);
    progress('Writing the derived tables');
    const files_changed = await writer.commit();
    const said = { as_of: instantOf(asOf), tables: Object.fromEntries(writer.rows()), findings };
    const written = await last?.close(said);
    await memory?.close(writer.rowsByDay, found, written ?? {});
    return { ...said, files_changed };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
