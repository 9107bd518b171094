import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NotebookError } from '#lib/notebook/notebook-error';
import { runNotebook, testNotebook } from '#lib/notebook/run';
import { summarise } from '#lib/notebook/summary';

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

describe('a template', () => {
  const file = 'templates/reports/by-account/index.mdx';

  test('is run for one of its pages: the first, or the one that is asked for', async () => {
    const first = await runNotebook(file, { root });
    expect(first.params).toEqual({ account: 'museum', label: '@museum', word: 'one' });
    expect(first.named).toEqual({ own: ['2026-11-01', '2026-11-08'] });
    const second = await runNotebook(file, { root, params: { account: 'nobody' } });
    expect(second.named).toEqual({ own: [] });
  });

  test('a page that it does not have is bad input', async () => {
    await expect(runNotebook(file, { root, params: { account: 'none' } })).rejects.toMatchObject({
      code: 'no_page',
      exitCode: 2,
    });
  });

  test('what is no list of pages is a fault at its place', async () => {
    await expect(runNotebook('templates/reports/wrong-params/index.mdx', { root })).rejects.toThrow(
      'templates/reports/wrong-params/index.mdx:8:1 - undefined in the field "account" cannot be the last part of a path.',
    );
  });
});

describe('testNotebook', () => {
  test('runs every test with the names of the cells, and places what does not hold', async () => {
    const results = await testNotebook('templates/reports/by-account/index.mdx', { root });
    expect(results.map(({ name, fault }) => [name, fault?.message ?? 'passed'])).toEqual([
      ['days come in order', 'passed'],
      [
        'line 27',
        expect.stringMatching(
          /^templates\/reports\/by-account\/index\.mdx:27:1 - Expected \[[\s\S]*\] to have length 3\.$/,
        ),
      ],
    ]);
  });

  test('runs nothing where there are no tests', async () => {
    expect(await testNotebook('faulty/reports/throws/index.mdx', { root })).toEqual([]);
  });
});

test('summarise says what each cell printed', async () => {
  expect(summarise(await runNotebook('pages/reports/outputs/index.mdx', { root }))).toEqual([
    { name: 'share', caption: null, kind: 'value', text: '3.2%', unit: 'percent' },
    { name: 'list', caption: null, kind: 'list', items: ['one', 'three'] },
    { name: 'plot', caption: null, kind: 'picture', title: null },
    { name: 'mark', caption: null, kind: 'picture', title: null },
  ]);
});
