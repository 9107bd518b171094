/** Levels of objects within objects that become columns; what lies deeper stays one cell of JSON. */
const maxDepth = 4;

/**
 * An object as columns: a value within an object is named by its path (`stats.followers`), a list is one value. An empty object
 * is no column.
 */
export function flatten(value: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  addTo(flat, '', value, 1);
  return flat;
}

function addTo(flat: Map<string, unknown>, path: string, value: object, depth: number): void {
  for (const [key, member] of Object.entries(value)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof member === 'object' && member !== null && !Array.isArray(member) && depth < maxDepth)
      addTo(flat, name, member, depth + 1);
    else flat.set(name, member);
  }
}

/** A value as the text of a cell; a list as JSON. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
