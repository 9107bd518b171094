import { LedgerError } from '../../errors.ts';
import type { Cells, Keys, Numbers } from './cells.ts';
import type { Part } from './column.ts';
import { type Chunk, chunkAt, type Field, type MonthMap } from './layout.ts';
import { bucketsOf, type MonthQuery, type Pick, pickRows } from './picks.ts';
import { type ChunkCells, type NumberCells, type NumberField, PieceReader } from './pieces.ts';

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
  if (field.as === 'numbers' || field.as === 'instants')
    return () => looseCells(field, picks, (i) => chunks[i] as NumberCells);
  return () => joinTexts(chunks, picks, length);
}

/** The same, read when it is asked for. */
function columnLater(
  pieces: PieceReader,
  map: MonthMap,
  field: Field,
  picks: readonly Pick[],
  length: number,
): () => Cells {
  if (field.as === 'numbers' || field.as === 'instants')
    return () =>
      looseCells(field, picks, (i) => {
        const { bucket } = picks[i] as Pick;
        return unchanged(pieces, () => pieces.passing(field, bucket, map.buckets[bucket] as number));
      });
  return () =>
    unchanged(pieces, () => {
      pieces.load(
        chunksOf(
          field,
          picks.map(({ bucket }) => bucket),
        ),
      );
      return columnOf(pieces, map, field, picks, length)();
    });
}

/** Reads what was checked before. Throws `LedgerError` `cache_changed` where it has changed since. */
function unchanged<T>(pieces: PieceReader, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new LedgerError('cache_changed', 'The cache of the ledger was changed while it was read.', {
      cause,
      hint: 'Run the command again; `CLIPBOOK_CACHE=off` does without the cache.',
    });
  } finally {
    pieces.forget();
  }
}

function looseCells(field: NumberField, picks: readonly Pick[], chunkOf: (i: number) => NumberCells): Cells {
  return {
    is: 'loose',
    of: field.as,
    type: field.type,
    anyNull: field.chunks.nulls !== undefined,
    put(into, nulls, offset) {
      picks.forEach((pick, i) => {
        const { values, validity } = chunkOf(i);
        gather(into, values, pick, offset);
        if (nulls && validity) markNulls(nulls, validity, pick, offset);
      });
    },
  };
}

function joinTexts(chunks: readonly ChunkCells[], picks: readonly Pick[], length: number): Cells {
  const [first] = chunks;
  if (first?.is === 'keyed') {
    const keys = new (first.keys.constructor as { new (length: number): Keys })(length);
    chunks.forEach((chunk, i) => {
      if (chunk.is === 'keyed') gather(keys, chunk.keys, picks[i] as Pick, 0);
    });
    return { is: 'keyed', keys, texts: first.texts };
  }
  const texts = new Array<string>(length);
  chunks.forEach((chunk, i) => {
    const { from, to, rows, places } = picks[i] as Pick;
    if (chunk.is !== 'texts') return;
    for (let at = 0; at < (rows ? rows.length : to - from); at++)
      texts[places ? (places[at] as number) : at] = chunk.texts.at(
        rows ? (rows[at] as number) : from + at,
      ) as string;
  });
  return { is: 'texts', texts };
}

function gather(
  into: Numbers | Keys,
  values: Numbers | Keys,
  { from, to, rows, places }: Pick,
  offset: number,
): void {
  if (!rows && !places) into.set(values.subarray(from, to), offset);
  else if (!rows && places)
    for (let i = 0; i < places.length; i++) into[offset + (places[i] as number)] = values[from + i] as number;
  else if (rows)
    for (let i = 0; i < rows.length; i++)
      into[offset + (places ? (places[i] as number) : i)] = values[rows[i] as number] as number;
}

function markNulls(
  nulls: Uint8Array,
  validity: Uint8Array,
  { from, to, rows, places }: Pick,
  offset: number,
): void {
  const count = rows ? rows.length : to - from;
  for (let i = 0; i < count; i++) {
    const row = rows ? (rows[i] as number) : from + i;
    const isThere = ((validity[row >> 3] as number) >> (row & 7)) & 1;
    nulls[offset + (places ? (places[i] as number) : i)] = 1 - isThere;
  }
}
