import { describe, expect, test } from 'vitest';
import { findNotebookError, locate, NotebookError } from '#lib/notebook/notebook-error';

const place = { file: 'pages/reports/x/index.mdx', line: 5, column: 2 };

/** The fault as another copy of the class throws it, inside a bundle. */
function foreign(more: object): Error {
  return Object.assign(new Error('pages/reports/x/index.mdx:5:2 - no a'), {
    name: 'NotebookError',
    loc: place,
    reason: 'no a',
    code: 'cell_failed',
    ...more,
  });
}

describe('findNotebookError', () => {
  test('the fault itself, that of another copy of the class, and that within a bundler’s error', () => {
    const own = new NotebookError('cell_failed', place, 'no a');
    expect(findNotebookError(own)).toBe(own);
    expect(findNotebookError(foreign({ hint: 'Astro’s own' }))).toMatchObject({
      message: 'pages/reports/x/index.mdx:5:2 - no a',
      code: 'cell_failed',
      exitCode: 1,
      loc: place,
      hint: undefined,
    });
    const wrapped = foreign({ code: 'PLUGIN_ERROR', pluginCode: 'bad_cell', hint: 'Close it.' });
    expect(
      findNotebookError(Object.assign(new Error('Build failed'), { errors: [new Error(), wrapped] })),
    ).toMatchObject({
      code: 'bad_notebook',
      reason: 'no a',
      hint: 'Close it.',
    });
  });

  test('null for any other error', () => {
    expect(findNotebookError(new Error('x'))).toBeNull();
    expect(findNotebookError('x')).toBeNull();
  });
});

test('locate counts lines and UTF-16 units from 1', () => {
  expect(locate('ab\n👍c', 0)).toEqual({ line: 1, column: 1 });
  expect(locate('ab\n👍c', 3)).toEqual({ line: 2, column: 1 });
  expect(locate('ab\n👍c', 5)).toEqual({ line: 2, column: 3 });
});
