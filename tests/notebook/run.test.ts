import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NotebookError } from '#lib/notebook/notebook-error';
import { runNotebook } from '#lib/notebook/run';

const root = path.join(import.meta.dirname, 'fixtures/project');

describe('runNotebook', () => {
  test('gives names, named cells and outputs', async () => {
    const { scope, named, cells } = await runNotebook('pages/reports/growth/index.mdx', { root });
    expect(scope).toMatchObject({ gain: 30, lead: { handle: 'museum', followers: 100 } });
    expect(named).toEqual({
      gain: 30,
      days: [
        { day: '2026-11-01', followers: 100 },
        { day: '2026-11-08', followers: 130 },
      ],
    });
    expect(cells.map(({ output }) => output.kind)).toEqual(['nothing', 'value', 'table']);
  });

  test('numbers with units, lists, Plot’s pictures, top-level await and imports anywhere', async () => {
    const { cells, named } = await runNotebook('pages/reports/outputs/index.mdx', { root });
    expect(cells.map(({ output }) => output)).toMatchObject([
      { kind: 'value', text: '3.2%', unit: 'percent' },
      { kind: 'list', items: ['one', 'three'] },
      { kind: 'picture', picture: { options: { marks: [{ data: ['one', 'three'] }] } } },
      { kind: 'picture', picture: { options: { height: 50, marks: [{ data: [7] }] } } },
    ]);
    expect(cells[2]?.options.height).toBe(300);
    expect(String(named['share'])).toBe('3.2%');
  });

  test('a cell that throws names the statement’s place in the notebook', async () => {
    const failed = await runNotebook('faulty/reports/throws/index.mdx', { root }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      message: 'faulty/reports/throws/index.mdx:13:3 - no 2',
      loc: { file: 'faulty/reports/throws/index.mdx', line: 13, column: 3 },
      code: 'cell_failed',
    });
    expect((failed as NotebookError).cause).toBeInstanceOf(RangeError);
  });

  test('a name that nothing defines fails at its statement', async () => {
    await expect(runNotebook('faulty/reports/broken/index.mdx', { root })).rejects.toThrow(
      'faulty/reports/broken/index.mdx:8:1 - readTabel is not defined',
    );
  });
});
