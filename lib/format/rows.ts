/** Rows as text in the formats that people and programs read: for queries and exports. */

export const rowFormats = ['table', 'csv', 'json', 'ndjson', 'markdown'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** How the text begins, what each batch of rows adds, and how it ends: so that rows need not all be in memory. */
export interface RowText {
  begin: string;
  rows(rows: readonly (readonly unknown[])[]): string;
  end: string;
}

/**
 * What a spreadsheet would take for a formula, or for the end of a cell: `=`, `+`, `-`, `@`, tab and line ends at the beginning, also full-width and
 * behind spaces.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const formulaStart = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

export interface CsvOptions {
  /** Puts an apostrophe before text that a spreadsheet would take for a formula. Numbers stay numbers. */
  defuse?: boolean;
  /** For opening in a spreadsheet at once: a mark at the beginning, and ids as `="7…"`, which every spreadsheet reads as text. */
  spreadsheet?: boolean;
  /** Whether the column holds ids. */
  isId?: (column: number) => boolean;
}

/** CSV by RFC 4180: comma, quotes where needed, LF, a header line, an empty cell for null. Lists are words with spaces between. */
export function csvText(names: readonly string[], options: CsvOptions = {}): RowText {
  const { defuse = false, spreadsheet = false, isId = () => false } = options;
  const cell = (value: unknown, column: number): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (spreadsheet && typeof value === 'string' && isId(column) && /^\d+$/.test(value))
      return quoted(`="${value}"`);
    const text = plainText(value);
    return quoted(defuse && formulaStart.test(text) ? `'${text}` : text);
  };
  const line = (row: readonly unknown[]) => `${row.map(cell).join(',')}\n`;
  return {
    begin: `${spreadsheet ? '\uFEFF' : ''}${names.map(quoted).join(',')}\n`,
    rows: (rows) => rows.map(line).join(''),
    end: '',
  };
}

const needsQuotes = /[",\r\n]|^[\s\uFEFF]|\s$/;

function quoted(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One JSON array of objects, an object a line. */
export function jsonText(names: readonly string[]): RowText {
  let first = true;
  return {
    begin: '[',
    rows: (rows) =>
      rows
        .map((row) => {
          const line = `${first ? '' : ','}\n${JSON.stringify(objectOf(names, row))}`;
          first = false;
          return line;
        })
        .join(''),
    end: '\n]\n',
  };
}

/** A JSON object a line. */
export function ndjsonText(names: readonly string[]): RowText {
  return {
    begin: '',
    rows: (rows) => rows.map((row) => `${JSON.stringify(objectOf(names, row))}\n`).join(''),
    end: '',
  };
}

function objectOf(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]));
}

/** A Markdown table; bars and line ends within cells are escaped. */
export function markdownText(names: readonly string[], isNumber: (column: number) => boolean): RowText {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const cell = (value: unknown) =>
    plainText(value)
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replaceAll('<', '&lt;')
      .replace(/\s*\r?\n\s*/g, ' ');
  return {
    begin: line(names.map(cell)) + line(names.map((_, i) => (isNumber(i) ? '--:' : '---'))),
    rows: (rows) => rows.map((row) => line(row.map(cell))).join(''),
    end: '',
  };
}

/** A value as people read it; nothing for null. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plainText).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
