import { expect, test } from 'vitest';
import type { NotebookPlan } from '#lib/notebook/compile';
import { parseFence } from '#lib/notebook/fence';
import { createNotebook } from '#lib/notebook/runtime';

const options = parseFence('```ts cell') as NonNullable<ReturnType<typeof parseFence>>;
const plan: NotebookPlan = {
  file: 'x.mdx',
  field: null,
  cells: [
    { options, code: '1', line: 6 },
    { options, code: 'const a = 1\n  fail(a)', line: 10 },
    { options, code: 'a', line: 15 },
  ],
  expressions: [[20, 2]],
};
const run = (showFaults: boolean) =>
  createNotebook(
    plan,
    async (run) => {
      run.at(6, 1);
      run.output(0, 1);
      run.at(11, 3);
      throw new RangeError('no a');
    },
    undefined,
    showFaults,
  );

test('in dev a cell that throws has its fault in its place, with its code, and the rest prints nothing', async () => {
  const { cells, print } = await run(true);
  expect(cells.map(({ output }) => output)).toEqual([
    { kind: 'value', text: '1', unit: null },
    {
      kind: 'fault',
      message: 'x.mdx:11:3 - no a',
      frame: '   10 | const a = 1\n   11 |   fail(a)\n          ^',
    },
    { kind: 'nothing' },
  ]);
  expect(print(0, ({ a }) => String(a).length)).toBeUndefined();
});

test('elsewhere it fails the notebook', async () => {
  await expect(run(false)).rejects.toMatchObject({ code: 'cell_failed', message: 'x.mdx:11:3 - no a' });
});
