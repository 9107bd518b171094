/**
 * The names in a cell that holds hashtags as JSON: a list of names, or of objects with `hashtagName`, `hashtag_name`, `name` or `title`. Empty
 * where there are none, so that the caption is asked; a cell that is no JSON stays as it is.
 */
export function hashtagNames(cell: string): string {
  const text = cell.trim();
  if (!text.startsWith('[')) return text;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return '';
  }
  return (Array.isArray(list) ? list : [])
    .map(nameOf)
    .filter((name) => name !== '')
    .join(',');
}

function nameOf(tag: unknown): string {
  if (typeof tag === 'string') return tag.trim();
  if (typeof tag !== 'object' || tag === null) return '';
  for (const key of ['hashtagName', 'hashtag_name', 'name', 'title']) {
    const name = Object.hasOwn(tag, key) ? (tag as Record<string, unknown>)[key] : undefined;
    if (typeof name === 'string' && name.trim() !== '') return name.trim();
  }
  return '';
}

/** Milliseconds as seconds; empty for what is none. */
export function secondsOfMs(cell: string): string {
  return /^\d{1,9}$/.test(cell) ? String(Number(cell) / 1000) : '';
}
