/** A value as JSON and people read it. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

/**
 * A DuckDB value as a plain one: whole numbers as numbers as long as they are exact and as text beyond 2^53; decimals as numbers; instants as
 * ISO text in UTC with Z, days as ISO text; lists as arrays, structs and maps as objects; anything else as its text. What is not a finite
 * number is null.
 */
export function plainOf(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint')
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : String(value);
  if (Array.isArray(value)) return value.map(plainOf);
  const held = value as Record<string, unknown>;
  if (Array.isArray(held['items'])) return held['items'].map(plainOf);
  if (Array.isArray(held['entries'])) {
    const entries = held['entries'] as { key: unknown; value: unknown }[];
    return Object.fromEntries(entries.map((entry) => [String(plainOf(entry.key)), plainOf(entry.value)]));
  }
  if (typeof held['entries'] === 'object' && held['entries'] !== null)
    return Object.fromEntries(Object.entries(held['entries']).map(([key, each]) => [key, plainOf(each)]));
  if (typeof held['scale'] === 'number' && typeof held['value'] === 'bigint') return Number(String(value));
  const text = String(value);
  return isInstant(held) ? isoOf(text) : text;
}

function isInstant(held: Record<string, unknown>): boolean {
  return 'micros' in held && !('days' in held) && !('months' in held) && !('offset' in held);
}

/** `2026-11-22 03:00:00` as `2026-11-22T03:00:00Z`; a time of day stays as it is. */
function isoOf(text: string): string {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?/.exec(text) ?? [];
  return day === undefined ? text : `${day}T${time}${fraction}Z`;
}
