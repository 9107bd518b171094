import { readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { instantOf } from '../../lib/calendar.ts';
import { webStep } from '../../lib/counts.ts';
import type { Row } from '../../lib/schema/index.ts';
import { accountRow } from './rows.ts';

/** Recorded series, read in place. */
export const real = path.resolve(import.meta.dirname, '../../../shared/real');
export const celebrities = path.join(real, 'series-celebrities');

export function readCsv(file: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
}

/** A file of the celebrity series as observations. */
export function celebrityRows(file: string): Row<'account'>[] {
  return readCsv(path.join(celebrities, file)).map((line) => {
    const [followers, likes] = [Number(line['followers']), Number(line['likes'])];
    return accountRow({
      account_id: line['userId'] ?? '',
      handle: (line['id'] ?? '').replace('@', '').toLowerCase(),
      observed_at: instantOf(new Date(line['committed_at'] ?? '')),
      followers,
      likes,
      followers_step: webStep(followers),
      likes_step: webStep(likes),
      rounding: 'nearest',
    });
  });
}
