/** The scripts in which pages carry their data, today's first. */
const scriptIds = [
  '__UNIVERSAL_DATA_FOR_REHYDRATION__',
  '__FRONTITY_CONNECT_STATE__',
  'SIGI_STATE',
  'sigi-persisted-data',
  '__NEXT_DATA__',
] as const;

/**
 * The JSON that a page carries in its scripts, or that the file is: every block that can be read. Cleaning reads the page
 * itself, and more strictly: this only tells what the page is of.
 */
export function pageStates(text: string): unknown[] {
  if (/^\s*[{[]/.test(text)) return parsed(text);
  return scriptIds.flatMap((id) => {
    const script = scriptOf(text, id);
    return script === null ? [] : parsed(objectOf(script));
  });
}

function scriptOf(text: string, id: string): string | null {
  const named = new RegExp(`\\bid\\s{0,9}=\\s{0,9}["']?${id}\\b`, 'i').exec(text)?.index ?? -1;
  const start = named === -1 ? -1 : text.indexOf('>', named);
  if (start === -1) return null;
  const closing = /<\/script/gi;
  closing.lastIndex = start;
  const end = closing.exec(text)?.index;
  return end === undefined ? null : text.slice(start + 1, end);
}

/** The first object in a script: older ones assign it to a name of the window, and other things after it. */
function objectOf(script: string): string {
  const start = script.indexOf('{');
  let depth = 0;
  let inString = false;
  for (let i = Math.max(0, start); i < script.length; i++) {
    const char = script[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return script.slice(start, i + 1);
  }
  return script;
}

function parsed(json: string): unknown[] {
  try {
    return [JSON.parse(json)];
  } catch {
    return [];
  }
}

/** The value at a path of keys; undefined where the path leads nowhere. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path)
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined;
  return found;
}

/** A text that is not empty, or a whole number as its digits; null for anything else. */
export function nameAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  if (typeof found === 'number') return Number.isSafeInteger(found) ? String(found) : null;
  return typeof found === 'string' && found !== '' ? found : null;
}

/** The keys of an object; none for anything else. */
export function keysAt(value: unknown, ...path: readonly string[]): string[] {
  const found = valueAt(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
}
