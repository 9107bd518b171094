import { endStep, readKey, writeKey } from './address.ts';

/** Select and toggle: their choice is in the address, and is that of every input with the same name. */

type Field = HTMLSelectElement | HTMLInputElement;

/** Told to a field whose choice was made elsewhere. */
export const chosen = 'clipbook:chosen';

const fields = () =>
  document.querySelectorAll<Field>('.alternatives > .control :is(select, [type="checkbox"])');
const nameOf = (field: Field) => field.closest<HTMLElement>('.control')?.dataset['name'] ?? '';

function keyOf(field: Field): string {
  if (field instanceof HTMLSelectElement) return field.value;
  return field.checked ? 'yes' : 'no';
}

function initialOf(field: Field): string {
  if (field instanceof HTMLSelectElement)
    return [...field.options].find((option) => option.defaultSelected)?.value ?? '';
  return field.defaultChecked ? 'yes' : 'no';
}

function choose(field: Field, key: string): void {
  if (field instanceof HTMLSelectElement) {
    const index = [...field.options].findIndex(({ value }) => value === key);
    if (index !== -1) field.selectedIndex = index;
  } else if (key === 'yes' || key === 'no') field.checked = key === 'yes';
  field.dispatchEvent(new Event(chosen));
}

/** Where an output within the alternatives is asked for by its anchor: the option that shows it. */
function keyOfTarget(field: Field): string | null {
  const alternatives = field.closest('.alternatives');
  const target = document.getElementById(location.hash.slice(1));
  const shown = [...(alternatives?.children ?? [])].slice(1);
  const index = target === null ? -1 : shown.findIndex((each) => each.contains(target));
  if (index === -1) return null;
  return field instanceof HTMLSelectElement
    ? (field.options[index]?.value ?? null)
    : (['no', 'yes'][index] ?? null);
}

/** Chooses what the address says. */
function show(): void {
  endStep();
  const asked = new Map<string, string>();
  for (const field of fields()) {
    const key = keyOfTarget(field);
    if (key !== null) asked.set(nameOf(field), key);
  }
  for (const field of fields()) {
    choose(field, initialOf(field));
    choose(field, readKey(nameOf(field)) ?? asked.get(nameOf(field)) ?? initialOf(field));
  }
  if (asked.size > 0) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/** Takes the choice of a field for every field of its name, and writes it. */
export function follow(field: Field, merged = false): void {
  const [name, key] = [nameOf(field), keyOf(field)];
  for (const other of fields()) if (other !== field && nameOf(other) === name) choose(other, key);
  writeKey(name, key === initialOf(field) ? null : key, merged);
}

let isStarted = false;

export function start(): void {
  if (isStarted) return;
  isStarted = true;
  // What a reader chose while this was on its way counts.
  const early = [...fields()].filter((field) => keyOf(field) !== initialOf(field));
  if (early.length > 0) for (const field of early) follow(field);
  else show();
  addEventListener('popstate', show);
  addEventListener('change', ({ target }) => {
    const field = [...fields()].find((each) => each === target);
    if (field) follow(field);
  });
}
