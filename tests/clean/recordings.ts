import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { CaptureKind } from '../../lib/schema/capture.ts';
import { tables } from '../../lib/schema/index.ts';
import { captureOf } from './cases.ts';

/** Pages that others recorded; they stay where they are. */
export const recordings = path.resolve(import.meta.dirname, '../../../shared/real/pages');
export const hasRecordings = existsSync(recordings);

/** A recorded page, read: every draft in it has to fit its table. */
export function read(kind: CaptureKind, subject: string, file: string) {
  return readBody(kind, subject, readFileSync(path.join(recordings, file)));
}

/** The same of a page that was changed, as text. */
export function readText(kind: CaptureKind, subject: string, text: string) {
  return readBody(kind, subject, Buffer.from(text));
}

export function textOf(file: string): string {
  return readFileSync(path.join(recordings, file), 'utf8');
}

function readBody(kind: CaptureKind, subject: string, body: Uint8Array) {
  const cleaned = cleanCapture(captureOf({ kind, subject, body, observed_at: '2026-09-22T15:00:00Z' }));
  for (const { table, row } of cleaned.drafts) tables[table].row.parse(row);
  return { ...cleaned, rows: cleaned.drafts.map((draft) => draft.row as Record<string, unknown>) };
}

/** What the recorder's own tool printed for the pages of a folder. */
export function printed(folder: string): Record<string, string>[] {
  const text = textOf(`${folder}/sample_output.metrics.csv`);
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}
