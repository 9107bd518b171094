import fc from 'fast-check';

/** Files with some of their cells broken: emptied, doubled, exchanged, or filled with what no column takes. */

const garbage = [
  ...[
    '-',
    'N/A',
    'undefined',
    '-7',
    '0',
    '1.234',
    '1,2',
    '1.2M',
    '99999999999999999999',
    '1e3',
    '١٢٣',
    'many',
  ],
  ...[
    '=1+1',
    '<script>',
    '1970-01-01',
    '2999-12-31',
    '2026-02-30',
    '31/12/2025',
    'today',
    'null',
    '😀',
    '\ud83d',
  ],
  ...[
    '"',
    '""',
    'a,b',
    'a;b\tc',
    'two\nlines',
    '\u0000',
    ' ',
    '7.49E+18',
    '@',
    'https://www.tiktok.com/@a',
    '{}',
  ],
];

type Change = 'empty' | 'double' | 'exchange' | 'garbage';

/** A change of one place; which one is said by numbers that are taken modulo what is there. */
interface Mutation {
  change: Change;
  at: number;
  other: number;
  text: string;
}

export const mutations = fc.array(
  fc.record({
    change: fc.constantFrom<Change>('empty', 'double', 'exchange', 'garbage'),
    at: fc.nat(),
    other: fc.nat(),
    text: fc.constantFrom(...garbage),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A table of plain cells (none quoted) as CSV text. `quoted` keeps the cells apart whatever is put in them. */
export function mutatedTable(text: string, changes: readonly Mutation[], quoted: boolean): string {
  const rows = text.split('\n').map((line) => line.split(','));
  const places = rows.flatMap((row, i) => row.map((_, j) => [i, j] as const));
  const cellAt = (place: number) => places[place % places.length] as readonly [number, number];
  for (const { change, at, other, text: offered } of changes) {
    const [[i, j], [k, l]] = [cellAt(at), cellAt(other)];
    const [row, otherRow] = [rows[i] as string[], rows[k] as string[]];
    const [cell, otherCell] = [row[j] as string, otherRow[l] as string];
    row[j] = changed(change, cell, otherCell, offered);
    if (change === 'exchange') otherRow[l] = cell;
  }
  const written = (cell: string) => (quoted ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map(written).join(',')).join('\n');
}

/** A JSON text with some of its values changed; `null` and lists in the place of values, too. */
export function mutatedJson(text: string, changes: readonly Mutation[]): string {
  // An id beyond what a number holds stays as it is written.
  const whole: unknown = JSON.parse(text.replace(/([:,[])(\d{16,})/g, '$1"$2"'));
  const places = leavesOf(whole);
  for (const { change, at, other, text: offered } of changes) {
    const [place, from] = [places[at % places.length] as Leaf, places[other % places.length] as Leaf];
    const [value, otherValue] = [place.holder[place.key], from.holder[from.key]];
    if (change === 'empty') place.holder[place.key] = other % 3 === 0 ? null : other % 3 === 1 ? '' : [];
    else if (change === 'exchange') {
      place.holder[place.key] = otherValue;
      from.holder[from.key] = value;
    } else place.holder[place.key] = changed(change, String(value), '', offered);
  }
  return JSON.stringify(whole);
}

/** A page with some of the numbers in it changed, and cut short where the last change empties one. */
export function mutatedPage(text: string, changes: readonly Mutation[]): string {
  let page = text;
  for (const { change, at, other, text: offered } of changes) {
    const numbers = [...page.matchAll(/\d+/g)];
    const [place, from] = [numbers[at % numbers.length], numbers[other % numbers.length]];
    if (!place || !from) return page;
    const end = place.index + place[0].length;
    page = page.slice(0, place.index) + changed(change, place[0], from[0], offered) + page.slice(end);
  }
  const last = changes.at(-1);
  return last?.change === 'empty' ? page.slice(0, page.length - (last.other % page.length)) : page;
}

interface Leaf {
  holder: Record<string, unknown>;
  key: string;
}

function leavesOf(value: unknown): Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) =>
    typeof holder[key] === 'object' && holder[key] !== null ? leavesOf(holder[key]) : [{ holder, key }],
  );
}

function changed(change: Change, cell: string, otherCell: string, offered: string): string {
  if (change === 'empty') return '';
  if (change === 'double') return cell + cell;
  return change === 'exchange' ? otherCell : offered;
}
