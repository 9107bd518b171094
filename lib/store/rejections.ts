import type { Rejection } from '../schema/draft.ts';
import { listFiles, readText } from './files.ts';

/**
 * The refused rows that claim a day from `fromDay` on, oldest day first. A line that is no JSON is passed over: these files
 * are a record for people and may have been edited.
 */
export async function* readRejections(root: string, fromDay: string): AsyncGenerator<Rejection> {
  for (const file of await listFiles(root, 'rejected')) {
    const day = /\/(\d{4}-\d\d-\d\d)\.jsonl$/.exec(file)?.[1];
    if (day === undefined || day < fromDay) continue;
    for (const line of ((await readText(root, file)) ?? '').split('\n')) {
      const rejection = readLine(line);
      if (rejection !== null) yield rejection;
    }
  }
}

function readLine(line: string): Rejection | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Rejection) : null;
  } catch {
    return null;
  }
}
