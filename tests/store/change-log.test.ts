import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { ChangeLog } from '../../lib/store/change-log.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

function info(post_id: string, day: number, text: string | null, hashtags: string[]): Row<'post_info'> {
  return {
    ...{ post_id, observed_at: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`, account_id: '1' },
    ...{ created_at: null, created_from: null, text, kind: null, duration_s: null, sound_id: null },
    ...{ hashtags, pinned: null, ad: null, status: 'ok', source: 'import', capture_id: `c${day}` },
  } as Row<'post_info'>;
}

/** What is kept of offered rows, with `spillAfter` places at which memory is put away. */
async function settle(
  root: string,
  offered: readonly (readonly [Row<'post_info'>, boolean])[],
  spillAfter: ReadonlySet<number>,
) {
  const log = new ChangeLog(root, path.join(temporaryFolder(), 'scratch'));
  for (const [i, [row, counted]] of offered.entries()) {
    log.offer('post_info', row, counted);
    if (spillAfter.has(i)) await log.spill();
  }
  const all = { rows: [] as string[], stored: 0, duplicates: 0 };
  for await (const { rows, stored, duplicates } of log.settle()) {
    all.rows.push(...rows.map((row) => JSON.stringify(row)));
    all.stored += stored;
    all.duplicates += duplicates;
  }
  await log.close();
  return { ...all, rows: all.rows.sort() };
}

test('what is kept and counted is the same however often memory was put away, beside stored rows too', async () => {
  const root = temporaryFolder();
  const writer = await LedgerWriter.open(root, 'test', { capture_id: 'c0', file: null });
  for (const row of [info('1', 3, 'a', []), info('2', 5, 'b, "c"', ['x', 'y']), info('9', 1, 'z', [])])
    writer.add('post_info', row);
  await writer.commit();
  const row = fc
    .tuple(
      fc.constantFrom('1', '2', '7300000000000000001'),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(null, 'a', 'b, "c"', 'line\nend'),
      fc.constantFrom<string[]>([], ['x', 'y'], ['x']),
    )
    .map((cells) => info(...cells));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, fc.boolean()), { minLength: 1, maxLength: 25 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 6 }),
      async (offered, spillAfter) => {
        const plain = await settle(root, offered, new Set());
        expect(await settle(root, offered, new Set(spillAfter))).toEqual(plain);
        expect(plain.stored + plain.duplicates).toBe(offered.filter(([, counted]) => counted).length);
      },
    ),
    { numRuns: 60 },
  );
});

test('is full by what it holds, and empty again once that is put away', async () => {
  const log = new ChangeLog(temporaryFolder(), temporaryFolder(), 20_000);
  for (let day = 1; day <= 4; day++) log.offer('post_info', info('1', day, 'the same', []));
  expect(log.full).toBe(false);
  for (let post = 1; post <= 4; post++) log.offer('post_info', info(String(post), 9, 'x'.repeat(5000), []));
  expect(log.full).toBe(true);
  await log.spill();
  expect(log.full).toBe(false);
  await log.close();
});
