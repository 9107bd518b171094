import { describe, expect, test } from 'vitest';
import { readCode } from '#lib/notebook/cell-code';
import { compileCells, compilePage } from '#lib/notebook/compile';
import { parseReport } from '#lib/notebook/parse';

const targets = {
  library: { from: '#lib', names: ['readTable', 'format', 'lineChart'] },
  runtime: '/lib/runtime.ts',
  cell: '/Cell.astro',
  plot: 'virtual:plot',
};

function compile(text: string): { cells: string; page: string } {
  const report = parseReport(text, 'pages/reports/x/index.mdx');
  const code = readCode(report);
  return { cells: compileCells(report, code, targets), page: compilePage(report, code, targets) };
}

const text = `---
title: T
---

{format.compact(gain)} of {url}

\`\`\`ts cell name=gain caption="</script>\\"x\\""
import { x } from './x.ts'
const daily = await readTable('a')
const gain = x(daily), url = 1
\`\`\`

\`\`\`ts cell
const lineChart = 1; // its own
gain as number // the output
\`\`\`
`;

describe('compileCells', () => {
  const { cells } = compile(text);

  test('borrows from the library what is mentioned and not defined', () => {
    expect(cells).toContain('import { readTable, format } from "#lib";');
  });

  test('moves imports to the top and notes the place of every statement', () => {
    expect(cells.indexOf("import { x } from './x.ts'")).toBeLessThan(cells.indexOf('async ('));
    expect(cells).toContain(";__clipbook_run.at(9, 1);const daily = await readTable('a')");
    expect(cells).toContain(';__clipbook_run.at(10, 1);const gain = x(daily), url = 1');
  });

  test('keeps the value of the last expression', () => {
    expect(cells).toContain('__clipbook_run.output(1, await (\ngain as number\n))');
    expect(cells).not.toContain('output(0');
  });

  test('gives every name to the prose', () => {
    expect(cells).toContain('return { readTable, format, x, daily, gain, url, lineChart }');
  });
});

describe('compilePage', () => {
  const { page } = compile(text);

  test('leaves every line where it is', () => {
    const lines = page.split('\n');
    expect(lines[4]).toBe(
      '{props.notebook.print(0, ({ gain, format }) => (format.compact(gain)))} of {props.notebook.print(1, ({ url }) => (url))}',
    );
    expect(lines.slice(6, 11)).toEqual([
      '',
      '<Clipbook__Cell cell={props.notebook.cells[0]} index={0} level={2} />',
      '',
      '',
      '',
    ]);
    expect(lines[13]).toBe('<Clipbook__Cell cell={props.notebook.cells[1]} index={1} level={2} />');
  });

  test('an expression alone is a paragraph, one in an attribute is a value', () => {
    const prose = compile('---\ntitle: T\n---\n\n{format}\n\n<A b={format} {...format} />\n').page;
    expect(prose).toContain(
      '{props.notebook.paragraph(0, ({ format }) => (format), __clipbook_jsx)}\n\n<A b={props.notebook.value(1, ({ format }) => (format))} {...props.notebook.value(2, ({ format }) => (format))} />',
    );
  });

  test('what the prose imports stays the page’s own, and reaches the cells that name it', () => {
    const both = compile(
      "---\ntitle: T\n---\n\nimport { format, other } from './own.ts'\n\n{format(1)} and\n\n```ts cell\nformat(2)\n```\n",
    );
    expect(both.page).toContain('print(0, ({  }) => (format(1)))');
    expect(both.cells).toContain("import { format, other } from './own.ts'");
    expect(both.cells).not.toContain('#lib');
  });
});
