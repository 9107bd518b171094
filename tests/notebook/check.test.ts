import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkNotebooks, formatFinding } from '#lib/notebook/check';

const root = path.join(import.meta.dirname, 'fixtures/project');

describe('checkNotebooks', () => {
  test('a sound notebook has no findings, with hostile text in it neither', async () => {
    expect(
      await checkNotebooks(
        [
          ...['growth', 'hostile', 'outputs'].map((slug) => `pages/reports/${slug}/index.mdx`),
          'templates/reports/by-account/index.mdx',
        ],
        { root },
      ),
    ).toEqual([]);
  });

  test('errors stand at the notebook’s own line and column, in cells, prose, attributes and JSX', async () => {
    const findings = await checkNotebooks(
      [
        'faulty/reports/broken/index.mdx',
        'faulty/reports/refused/index.mdx',
        'templates/reports/wrong-params/index.mdx',
      ],
      {
        root,
      },
    );
    const wrong = 'templates/reports/wrong-params/index.mdx';
    const broken = 'faulty/reports/broken/index.mdx';
    expect(findings.map(formatFinding)).toEqual([
      `${broken}:5:28 - error TS2551: Property 'folowers' does not exist on type 'DayRow'. Did you mean 'followers'?`,
      `${broken}:5:50 - error TS2551: Property 'sgned' does not exist on type '{ signed: (value: number) => string; }'. Did you mean 'signed'?`,
      `${broken}:8:21 - error TS2552: Cannot find name 'readTabel'. Did you mean 'readTable'?`,
      `${broken}:14:9 - error TS2322: Type 'string' is not assignable to type 'number'.`,
      `${broken}:17:22 - error TS2339: Property 'nme' does not exist on type 'DayRow'.`,
      `${broken}:17:36 - error TS2339: Property 'rest' does not exist on type 'DayRow'.`,
      `${broken}:20:28 - error TS2339: Property 'dya' does not exist on type 'DayRow'.`,
      'faulty/reports/refused/index.mdx:5:12 - error bad_cell: Cells do not know the option "hid". Options are name, caption, hide, fold, height, written key=word or key="some words".',
      `${wrong}:8:1 - error TS2345: Argument of type '{ acount: string; }[]' is not assignable to parameter of type 'readonly { readonly account: string; }[]'.\n    Property 'account' is missing in type '{ acount: string; }' but required in type '{ readonly account: string; }'.`,
      `${wrong}:12:39 - error TS2551: Property 'lenght' does not exist on type 'string'. Did you mean 'length'?`,
      `${wrong}:17:28 - error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.`,
    ]);
  });

  test('a notebook that is not there is bad input', async () => {
    await expect(checkNotebooks(['pages/reports/none/index.mdx'], { root })).rejects.toMatchObject({
      code: 'no_notebook',
      exitCode: 2,
    });
  });
});
