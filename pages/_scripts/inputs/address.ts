/** The choices of a page in its address: `?name=key`. */

/** The input whose changes are one step of the history until it is left. */
let stepOf: string | null = null;

export function readKey(name: string): string | null {
  return new URLSearchParams(location.search).get(name);
}

/**
 * Writes a key, or takes it out for null. That is a step back for the reader; with `merged` it is the same step as the change before, where
 * that was of this input.
 */
export function writeKey(name: string, key: string | null, merged = false): void {
  if (readKey(name) === key) return;
  const url = new URL(location.href);
  if (key === null) url.searchParams.delete(name);
  else url.searchParams.set(name, key);
  // It may have led to an output that is not shown any more.
  url.hash = '';
  if (merged && stepOf === name) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  stepOf = name;
}

/** Ends the step that changes of one input are. */
export function endStep(): void {
  stepOf = null;
}
