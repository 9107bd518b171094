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
  return typeof held['micros'] === 'bigint' && /^\d{4}-/.test(text) ? isoOf(held['micros']) : text;
}

/** Microseconds since 1970 as ISO text, with as much of a fraction as there is. */
function isoOf(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}${fraction === 0n ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`}Z`;
}
