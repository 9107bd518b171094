/** A value as JSON and people read it. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

/**
 * A DuckDB value as a plain one: whole numbers and decimals as numbers as long as they are exact, and as text beyond (2^53; 15 digits); instants as
 * ISO text in UTC with Z, days as ISO text; lists as arrays, structs and maps as objects, unions as what they hold; anything else as its
 * text. What is not a finite number is null.
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
    return Object.fromEntries(entries.map(({ key, value: each }) => [keyOf(key), plainOf(each)]));
  }
  if (typeof held['entries'] === 'object' && held['entries'] !== null)
    return Object.fromEntries(Object.entries(held['entries']).map(([key, each]) => [key, plainOf(each)]));
  if (typeof held['tag'] === 'string') return plainOf(held['value']);
  if (typeof held['scale'] === 'number') return decimalOf(String(value));
  if (held['isFinite'] === false) return infinityOf(held);
  return instantOf(held) ?? String(value);
}

function keyOf(key: unknown): string {
  const plain = plainOf(key);
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain);
}

/** Fifteen digits survive the way into a double and back. */
function decimalOf(text: string): number | string {
  return text.replace(/\D/g, '').replace(/^0+/, '').length <= 15 ? Number(text) : text;
}

/** Days and instants may be endless. */
function infinityOf(held: Record<string, unknown>): string {
  return Object.values(held).some(
    (each) => (typeof each === 'number' || typeof each === 'bigint') && each < 0,
  )
    ? '-infinity'
    : 'infinity';
}

/** Nanoseconds of what the classes of instants hold; `isFinite` tells them from intervals and times of day. */
const units = { seconds: 1_000_000_000n, millis: 1_000_000n, micros: 1000n, nanos: 1n } as const;

/** An instant as ISO text with as much of a fraction as there is; null for what is none, or lies outside the years that ISO spells. */
function instantOf(held: Record<string, unknown>): string | null {
  if (held['isFinite'] !== true) return null;
  for (const [unit, nanosOfUnit] of Object.entries(units)) {
    const value = held[unit];
    if (typeof value !== 'bigint') continue;
    const nanos = value * nanosOfUnit;
    const fraction = ((nanos % units.seconds) + units.seconds) % units.seconds;
    const date = new Date(Number((nanos - fraction) / units.millis));
    const year = date.getUTCFullYear();
    if (!(year >= 0 && year <= 9999)) return null;
    const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
    return `${date.toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
  }
  return null;
}

/** A 32-bit float as the shortest decimal that means it, as DuckDB prints it. */
export function floatOf(value: PlainValue): PlainValue {
  if (typeof value !== 'number') return value;
  for (let digits = 6; digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}
