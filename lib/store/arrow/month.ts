import { LedgerError } from '../../errors.ts';
import type { Cells, Keys, Numbers } from './cells.ts';
import type { Part } from './column.ts';
import { type Chunk, chunkAt, type Field, type MonthMap } from './layout.ts';
import { bucketsOf, type MonthQuery, type Pick, pickRows } from './picks.ts';
import { type ChunkCells, PieceReader } from './pieces.ts';

/**
 * The asked columns of a month's asked rows. Everything is checked here; cells are put in order when they are asked for, and with
 * `lazily` their bytes are read only then, from the file that stays open: memory is taken for what is used. Throws `DamagedCache`
 * where the file is not what was written.
 */
export function readMonth(
  file: string,
  map: MonthMap,
  columns: readonly string[],
  query: MonthQuery,
  lazily: boolean,
): { rows: number; columns: Map<string, Part> } {
  const pieces = new PieceReader(file);
  let keepOpen = false;
  try {
    // Everything that may be needed, so that neighbours are read at once.
    const buckets = bucketsOf(map, query.accounts);
    const chunks = columns.flatMap((name) => chunksOf(map.fields[name], buckets));
    if (query.accounts) pieces.load(chunksOf(map.fields['account_id'], buckets));
    if (lazily) pieces.check(chunks);
    else pieces.load(chunks);
    const { picks, length } = pickRows(pieces, map, query);
    const parts = columns.map((name): [string, Part] => {
      const field = map.fields[name] as Field;
      const cells = lazily
        ? columnLater(pieces, map, field, picks, length)
        : columnOf(pieces, map, field, picks, length);
      return [name, { rows: length, cells }];
    });
    if (lazily) pieces.forget();
    keepOpen = lazily;
    return { rows: length, columns: new Map(parts) };
  } finally {
    // One that stays open is closed when nobody holds it any more.
    if (!keepOpen) pieces.close();
  }
}

function chunksOf(field: Field | undefined, buckets: readonly number[]): Chunk[] {
  if (!field || field.as === 'same') return [];
  const chunks = buckets.map((bucket) => chunkAt(field.chunks, bucket));
  return field.as === 'keyed'
    ? [...chunks, ...buckets.map((bucket) => chunkAt(field.texts, bucket))]
    : chunks;
}

function columnOf(
  pieces: PieceReader,
  map: MonthMap,
  field: Field,
  picks: readonly Pick[],
  length: number,
): () => Cells {
  if (field.as === 'same') return () => ({ is: 'same', text: field.text });
  const chunks = picks.map(({ bucket }) => pieces.cells(field, bucket, map.buckets[bucket] as number));
  return () => joinChunks(chunks, picks, length);
}

/** The same, read when it is asked for. */
function columnLater(
  pieces: PieceReader,
  map: MonthMap,
  field: Field,
  picks: readonly Pick[],
  length: number,
): () => Cells {
  return () => {
    try {
      pieces.load(
        chunksOf(
          field,
          picks.map(({ bucket }) => bucket),
        ),
      );
      return columnOf(pieces, map, field, picks, length)();
    } catch (cause) {
      throw new LedgerError('cache_changed', 'The cache of the ledger was changed while it was read.', {
        cause,
        hint: 'Run the command again; `CLIPBOOK_CACHE=off` does without the cache.',
      });
    } finally {
      pieces.forget();
    }
  };
}

function joinChunks(chunks: readonly ChunkCells[], picks: readonly Pick[], length: number): Cells {
  const [first] = chunks;
  if (!first) return { is: 'same', text: '' };
  switch (first.is) {
    case 'keyed': {
      const keys = new (first.keys.constructor as { new (length: number): Keys })(length);
      chunks.forEach((chunk, i) => {
        if (chunk.is === 'keyed') gather(keys, chunk.keys, picks[i] as Pick);
      });
      return { is: 'keyed', keys, texts: first.texts };
    }
    case 'texts': {
      const texts = new Array<string>(length);
      chunks.forEach((chunk, i) => {
        if (chunk.is !== 'texts') return;
        forEach(picks[i] as Pick, (row, place) => {
          texts[place] = chunk.texts.at(row) as string;
        });
      });
      return { is: 'texts', texts };
    }
    default: {
      const values = new (first.values.constructor as { new (length: number): Numbers })(length);
      let nulls: Uint8Array | null = null;
      chunks.forEach((chunk, i) => {
        if (chunk.is !== 'numbers' && chunk.is !== 'instants') return;
        gather(values, chunk.values, picks[i] as Pick);
        const { validity } = chunk;
        if (validity === null) return;
        nulls ??= new Uint8Array(length);
        const marks = nulls;
        forEach(picks[i] as Pick, (row, place) => {
          marks[place] = 1 - (((validity[row >> 3] as number) >> (row & 7)) & 1);
        });
      });
      return { is: first.is, values, nulls };
    }
  }
}

function gather(into: Numbers | Keys, values: Numbers | Keys, { from, to, rows, places }: Pick): void {
  if (!rows && !places) into.set(values.subarray(from, to));
  else if (!rows && places)
    for (let i = 0; i < places.length; i++) into[places[i] as number] = values[from + i] as number;
  else if (rows)
    for (let i = 0; i < rows.length; i++)
      into[places ? (places[i] as number) : i] = values[rows[i] as number] as number;
}

function forEach({ from, to, rows, places }: Pick, act: (row: number, place: number) => void): void {
  const count = rows ? rows.length : to - from;
  for (let i = 0; i < count; i++)
    act(rows ? (rows[i] as number) : from + i, places ? (places[i] as number) : i);
}
