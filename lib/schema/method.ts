/**
 * A method as its readers see it: what the methods page prints. It stands beside the function that computes, and its
 * example is computed by that function when the page is printed, so that the two cannot disagree.
 */
export interface Method {
  /** Lower case with hyphens, e.g. `window-growth`; anchor on the page. */
  id: string;
  /** Goes up when the same inputs give other numbers. */
  version: number;
  title: string;
  /** What it says, in a sentence or two. */
  about: string;
  /** The formula as text, one line each. */
  formula: readonly string[];
  /** Other definitions in use, each with the name it has here, or why it has none. */
  variants?: readonly string[];
  /** What happens at the edges: nothing, one value, zero, gaps, rounding. */
  edges: readonly string[];
  /** Who says so: publication or file; `our choice` for thresholds without one. */
  sources: readonly string[];
  /** A worked example: what goes in, in words and figures, and what comes out, computed on the spot. */
  example: () => { given: string; result: string };
}

/** What a row's `method` column says: `window-growth@1`. */
export function methodName({ id, version }: Pick<Method, 'id' | 'version'>): string {
  return `${id}@${version}`;
}
