/** The opening line of a cell: three backticks, `ts cell`, and options as `key=word` or `key="words"`. */

export type Part = 'nothing' | 'code' | 'output' | 'both';

export interface CellOptions {
  /** Name of the cell: its anchor on the page and its key in `runNotebook`; null where none was given. */
  name: string | null;
  caption: string | null;
  /** What the page leaves out. */
  hide: Part;
  /** What the page shows only when a reader opens it. */
  fold: Part;
  /** Height of the output in CSS pixels: a Plot picture has it, a table scrolls within it; null for as much as it takes. */
  height: number | null;
}

/** What is wrong with a fence, and where in its line (columns from 0). */
export class FenceError extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const parts: readonly Part[] = ['nothing', 'code', 'output', 'both'];
const heights = { least: 100, most: 2000 };

/** Reads the text of one option into the options; throws what is wrong with it. */
const readers: Record<keyof CellOptions, (value: string, options: CellOptions) => void> = {
  name(value, options) {
    if (!/^[a-z][a-z0-9-]*$/.test(value))
      throw new Error(
        'The name of a cell is made of lower case letters, digits and hyphens, a letter first.',
      );
    options.name = value;
  },
  caption(value, options) {
    options.caption = value;
  },
  hide(value, options) {
    options.hide = partOf('hide', value);
  },
  fold(value, options) {
    options.fold = partOf('fold', value);
  },
  height(value, options) {
    const height = Number(value);
    if (!Number.isInteger(height) || height < heights.least || height > heights.most)
      throw new Error(`height is a whole number of pixels from ${heights.least} to ${heights.most}.`);
    options.height = height;
  },
};
const known = Object.keys(readers) as (keyof CellOptions)[];

function partOf(option: string, value: string): Part {
  const part = parts.find((word) => word === value);
  if (part === undefined) throw new Error(`${option} is one of ${parts.join(', ')}.`);
  return part;
}

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
  const options: CellOptions = {
    name: null,
    caption: null,
    hide: 'nothing',
    fold: 'code',
    height: null,
  };
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
    try {
      readers[key](match[3] ?? (match[2] ?? '').replace(/\\(["\\])/g, '$1'), options);
    } catch (error) {
      throw new FenceError(at, (error as Error).message);
    }
  }
  return options;
}

/** What a block beside the cells is: the list of pages of a template, or a test of the notebook. */
export type Aside = 'params' | 'test';

/**
 * The kind and the name of a block from the opening line of its fence: `ts params`, `ts test name="…"`; null where it is another block.
 * Throws `FenceError`.
 */
export function parseAside(line: string): { kind: Aside; name: string | null } | null {
  const opening = /^(\s*(?:`{3,}|~{3,})\s*ts\s+)(params|test)(?=\s|$)\s*/.exec(line);
  if (!opening) return null;
  const rest = line.slice(opening[0].length).trimEnd();
  if (rest === '') return { kind: opening[2] as Aside, name: null };
  const name = /^name=(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))$/.exec(rest);
  if (!name || opening[2] === 'params')
    throw new FenceError(
      opening[0].length,
      opening[2] === 'params'
        ? 'The block of params takes no options.'
        : 'A test takes one option: name="what holds".',
    );
  return { kind: 'test', name: name[2] ?? (name[1] ?? '').replace(/\\(["\\])/g, '$1') };
}
