import { endStep, readKey, writeKey } from './address.ts';

/** Search: shows the rows that have all the words, in any case, and keeps the words in the address. */

const fields = () => document.querySelectorAll<HTMLInputElement>('.control [type="search"]');
const nameOf = (field: HTMLElement) => field.closest<HTMLElement>('.control')?.dataset['name'] ?? '';
const fold = (text: string) => text.normalize('NFKC').toLowerCase();

function narrow(field: HTMLInputElement): void {
  const words = fold(field.value).split(/\s+/);
  const search = field.closest('.search');
  const rows = [...(search?.querySelector('tbody')?.rows ?? [])];
  for (const row of rows) {
    const text = fold([...row.cells].map((cell) => cell.textContent).join(' '));
    row.hidden = !words.every((word) => text.includes(word));
  }
  const output = field.closest('.control')?.querySelector('output');
  const found = rows.filter(({ hidden }) => !hidden).length;
  if (output) output.textContent = field.value.trim() === '' ? '' : `${found} of ${rows.length} rows`;
}

function show(): void {
  endStep();
  for (const field of fields()) {
    field.value = readKey(nameOf(field)) ?? '';
    narrow(field);
  }
}

function follow(field: HTMLInputElement): void {
  for (const other of fields())
    if (nameOf(other) === nameOf(field)) {
      if (other !== field) other.value = field.value;
      narrow(other);
    }
  writeKey(nameOf(field), field.value.trim() === '' ? null : field.value, true);
}

let isStarted = false;

export function start(): void {
  if (isStarted) return;
  isStarted = true;
  // What a reader wrote while this was on its way counts.
  const early = [...fields()].find(({ value }) => value !== '');
  if (early) follow(early);
  else show();
  addEventListener('popstate', show);
  for (const field of fields()) {
    field.addEventListener('input', () => follow(field));
    field.addEventListener('blur', endStep);
  }
}
