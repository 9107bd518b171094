import { tableFromIPC } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { arrowEncoder } from '../../lib/export/arrow.ts';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';

const columns = columnsOf(tables.post_info as TableSpec);

function fileOf(count: number, rowsPerBatch: number): Buffer {
  const encoder = arrowEncoder(columns, rowsPerBatch);
  const rows = Array.from({ length: count }, (_, i) => ({
    post_id: String(7300000000000000000n + BigInt(i)),
    created_at: '2026-11-22T03:00:00Z',
    text: i % 2 === 0 ? null : `é${i}`,
    hashtags: i % 3 === 0 ? [] : ['a', `b${i}`],
    duration_s: i,
  }));
  const pieces = [encoder.rows(rows.slice(0, 1)), encoder.rows(rows.slice(1)), encoder.end()];
  return Buffer.concat(pieces);
}

describe('an Arrow file', () => {
  test.each([
    [0, []],
    [2, [2]],
    [3, [3]],
    [8, [3, 3, 2]],
  ])('of %i rows lies in batches of three at most', (count, batches) => {
    const table = tableFromIPC(fileOf(count, 3), { useDate: true });
    expect(table.names).toEqual(columns.map(({ name }) => name));
    expect(table.getChild('post_id').data.map(({ length }) => length)).toEqual(batches);
    const rows = table.toArray() as Record<string, unknown>[];
    expect(rows.map(({ post_id, duration_s }) => [post_id, duration_s])).toEqual(
      Array.from({ length: count }, (_, i) => [String(7300000000000000000n + BigInt(i)), i]),
    );
    if (count === 8) {
      expect(rows[7]).toMatchObject({ text: 'é7', created_at: new Date('2026-11-22T03:00:00Z') });
      const tags = table.getChild('hashtags');
      expect([6, 7].map((row) => [...(tags.at(row) as string[])])).toEqual([[], ['a', 'b7']]);
    }
  });

  test('tells in its footer where each batch lies', () => {
    const file = fileOf(8, 3);
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    const magic = (at: number) => file.toString('latin1', at, at + 6);
    expect([magic(0), magic(file.length - 6)]).toEqual(['ARROW1', 'ARROW1']);
    const start = file.length - 10 - view.getInt32(file.length - 10, true);
    // Blocks of 24 bytes: where, how long the metadata, how long the body. They follow each other and begin with the mark of a message.
    const marks: number[] = [];
    for (let at = start; at + 24 <= file.length - 10; at += 4) {
      const offset = Number(view.getBigInt64(at, true));
      const metadata = view.getInt32(at + 8, true);
      const body = Number(view.getBigInt64(at + 16, true));
      const isBlock = offset > 8 && offset % 8 === 0 && offset < start && metadata > 8 && body > 0;
      if (isBlock && view.getInt32(offset, true) === -1 && offset + metadata + body <= start) marks.push(at);
    }
    expect(marks).toHaveLength(3);
  });
});
