import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { importRows } from '../../lib/import/import-rows.ts';
import { importKinds } from '../../lib/import/kinds.ts';
import { importText, now, writeTemporary } from './import-text.ts';

test('every row of a file is given once, in order, in batches', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `2026-01-05,a_${i % 50},${i}`);
  const imported = await importText(`date,handle,followers\n${rows.join('\n')}\n`);
  expect(imported.rows).toHaveLength(30_000);
  imported.rows.forEach((row, i) => {
    expect(row.line).toBe(i + 2);
  });
});

test('what is wrong with the whole file is said before the first row', async () => {
  const file = await openFileCapture(await writeTemporary('x.csv', 'date,followers\n2026-01-05,1\n'));
  await expect(importRows(file, {}, simulatedEffects(now))).rejects.toMatchObject({ code: 'account_needed' });
});

test('memory does not grow with the file', async () => {
  const file = await writeTemporary('big.csv', 'date,handle,name,followers\n');
  const out = createWriteStream(file, { flags: 'a' });
  // Every row has its own handle and a name long enough that an engine would keep slices of the text alive.
  for (let block = 0; block < 40; block++) {
    let text = '';
    for (let i = 0; i < 10_000; i++)
      text += `2026-01-05T00:00:00Z,account_number_${block * 10_000 + i},Somebody with a long name ${i},${i}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  const got = await importRows(await openFileCapture(file), {}, simulatedEffects(now));
  if (got.form !== 'rows') throw new Error('taken for a page');
  // What is held, not what waits to be collected, which depends on how busy the machine is.
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heldBytes = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  let rows = 0;
  let batches = 0;
  let peak = 0;
  const before = heldBytes();
  for await (const batch of got.rows) {
    rows += batch.length;
    if (++batches % 150 === 0) peak = Math.max(peak, heldBytes() - before);
  }
  expect(rows).toBe(400_000);
  expect(batches).toBeGreaterThan(50);
  // 33 MB of text in rows of 15 values each would take several hundred MB if it were held.
  expect(peak).toBeLessThan(60_000_000);
});

test('each kind says what it is', () => {
  expect(new Set(importKinds.map((kind) => kind.id)).size).toBe(importKinds.length);
  for (const kind of importKinds) expect(kind.about).toMatch(/^[A-Z].*\.$/);
});
