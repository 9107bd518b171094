/** The opening line of a cell: three backticks, `ts cell`, and options as `key=word` or `key="words"`. */

export type Hidden = 'nothing' | 'code' | 'output' | 'both';

export interface CellOptions {
  /** Name of the cell: its anchor on the page and its key in `runNotebook`; null where none was given. */
  name: string | null;
  caption: string | null;
  /** What the page leaves out. */
  hide: Hidden;
}

/** What is wrong with a fence, and where in its line (columns from 0). */
export class FenceError extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const known = ['name', 'caption', 'hide'] as const;
const hidden: readonly Hidden[] = ['nothing', 'code', 'output', 'both'];

/**
 * Options of a cell from the opening line of its fence, or null where the fence is an ordinary code block.
 * In a quoted value `\"` and `\\` stand for the character itself; everything else is taken as it is.
 * Throws `FenceError`.
 */
export function parseFence(line: string): CellOptions | null {
  const opening = /^(\s*(?:`{3,}|~{3,})\s*)(\S+)\s+cell(?=\s|$)/.exec(line);
  if (!opening) return null;
  const [whole, fence = '', language] = opening;
  if (language !== 'ts')
    throw new FenceError(
      fence.length,
      `A cell is TypeScript: write \`\`\`ts cell instead of \`\`\`${language} cell.`,
    );
  const options: CellOptions = { name: null, caption: null, hide: 'nothing' };
  const seen = new Set<string>();
  const pattern = /\s*(?:([A-Za-z_-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)|(\S+))/gy;
  pattern.lastIndex = whole.length;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const at = match.index + match[0].length - match[0].trimStart().length;
    const key = known.find((option) => option === match[1]);
    if (match[4] !== undefined || key === undefined)
      throw new FenceError(
        at,
        `Cells do not know the option ${JSON.stringify(match[1] ?? match[4])}. Options are ${known.join(', ')}, written key=word or key="some words".`,
      );
    if (seen.has(key)) throw new FenceError(at, `The option ${key} stands twice.`);
    seen.add(key);
    const value = match[3] ?? (match[2] ?? '').replace(/\\(["\\])/g, '$1');
    if (key === 'caption') options.caption = value;
    else if (key === 'name') {
      if (!/^[a-z][a-z0-9-]*$/.test(value))
        throw new FenceError(
          at,
          'The name of a cell is made of lower case letters, digits and hyphens, a letter first.',
        );
      options.name = value;
    } else {
      const hide = hidden.find((word) => word === value);
      if (!hide) throw new FenceError(at, `hide is one of ${hidden.join(', ')}.`);
      options.hide = hide;
    }
  }
  return options;
}
