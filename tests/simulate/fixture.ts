import { existsSync, readFileSync } from 'node:fs';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld, type World } from '../../lib/simulate/world.ts';

/** The world most tests look at. */
export const start = '2026-01-01';
export const days = 120;
export const world = createWorld({ seed: 1, start, days });
export const plain = { robots: 'own', pageBytes: 0 } as const;

/** An instant so many days (and hours) after the first midnight. */
export function dayAt(day: number, hour = 12): Date {
  return new Date(Date.parse(start) + (day * 24 + hour) * 3_600_000);
}

/** Status and body of a GET. */
export function get(path: string, at: Date, of: World = world): { status: number; body: string } {
  return answer(of, at, path, plain);
}

/** The text of a script element by its id, found as a browser finds it: up to the first closing tag. */
export function blockOf(html: string, id: string): string {
  const open = new RegExp(`<script id="${id}"[^>]*>`).exec(html);
  if (!open) throw new Error(`no script ${id}`);
  const from = open.index + open[0].length;
  return html.slice(from, html.toLowerCase().indexOf('</script', from));
}

/** Walks parsed JSON; undefined where a step is missing. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** A scope of a page's rehydration block. */
export function scopeOf(html: string, scope: string): unknown {
  return dig(JSON.parse(blockOf(html, '__UNIVERSAL_DATA_FOR_REHYDRATION__')), '__DEFAULT_SCOPE__', scope);
}

/** The creator embed's data of a handle. */
export function embedOf(html: string, handle: string): unknown {
  return dig(JSON.parse(blockOf(html, '__FRONTITY_CONNECT_STATE__')), 'source', 'data', `/embed/@${handle}`);
}

export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).sort() : [];
}

/** A recorded page, as JSON; the recordings stay where they are. */
const recordings = new URL('../../../shared/real/pages/', import.meta.url);
export const hasRecordings = existsSync(recordings);
export function readRecording(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, recordings), 'utf8'));
}
