import { isAscii } from 'node:buffer';
import type { Column } from '../../schema/table.ts';
import { parseCells } from '../csv.ts';
import type { Cells } from './cells.ts';
import { builderOf, type ColumnBuilder } from './column-builders.ts';

/** Columns that are filled from CSV text, file by file; far smaller in memory than rows. */
export class ColumnsBuilder {
  /** Rows so far. */
  rows = 0;
  readonly #columns: Map<string, ColumnBuilder>;

  constructor(columns: readonly Column[]) {
    this.#columns = new Map(columns.map((column) => [column.name, builderOf(column)]));
  }

  /** Adds the records of a file. Columns that the file lacks are empty. */
  addBytes(bytes: Buffer): void {
    if (isAscii(bytes) && !bytes.includes(quotes)) this.#addPlain(bytes);
    else this.#addText(bytes.toString('utf8'));
  }

  /** The same, of some accounts. */
  addOf(accounts: ReadonlySet<string>, text: string): void {
    this.#addText(text, accounts);
  }

  #addText(text: string, accounts?: ReadonlySet<string>): void {
    const { header, lines } = parseCells(text);
    const accountPlace = header.indexOf('account_id');
    const wanted = accounts ? lines.filter((cells) => accounts.has(cells[accountPlace] ?? '')) : lines;
    for (const [name, builder] of this.#columns) {
      const place = header.indexOf(name);
      for (const cells of wanted) builder.add(place === -1 ? '' : (cells[place] ?? ''));
    }
    this.rows += wanted.length;
  }

  /**
   * Adds the records of a text of plain characters without quotes, going through its bytes once. Of a cell that is as the one above it, which
   * most are, no text is made, nor of whole numbers.
   */
  #addPlain(bytes: Buffer): void {
    const headerEnd = bytes.indexOf(lineFeed);
    if (headerEnd === -1) return;
    const header = bytes.toString('latin1', 0, headerEnd).split(',');
    const builders = header.map((name, place) =>
      header.indexOf(name) === place ? this.#columns.get(name) : undefined,
    );
    const missing = [...this.#columns]
      .filter(([name]) => !header.includes(name))
      .map(([, builder]) => builder);
    // Where the cells of the line above begin and end.
    const [starts, ends] = [new Uint32Array(builders.length), new Uint32Array(builders.length)];
    let isFirst = true;
    for (let at = headerEnd + 1; at < bytes.length; at++) {
      for (let place = 0; place < builders.length; place++) {
        const start = at;
        let above = starts[place] as number;
        let isSame = !isFirst;
        for (
          let code = bytes[at];
          code !== comma && code !== lineFeed && at < bytes.length;
          code = bytes[++at]
        )
          if (code !== bytes[above++]) isSame = false;
        if (above !== ends[place]) isSame = false;
        const builder = builders[place];
        if (builder === undefined) isSame = false;
        else if (isSame) builder.again();
        else builder.addPart(bytes, start, at);
        starts[place] = start;
        ends[place] = at;
        // A line that is too short has empty cells at its end.
        if (bytes[at] === comma && place + 1 < builders.length) at++;
      }
      while (at < bytes.length && bytes[at] !== lineFeed) at++;
      for (const builder of missing) builder.add('');
      this.rows++;
      isFirst = false;
    }
  }

  /** The column as it is now. */
  cells(name: string): Cells {
    return (this.#columns.get(name) as ColumnBuilder).done();
  }
}

const [lineFeed, comma, quotes] = [10, 44, 34];
