import { describe, expect, test } from 'vitest';
import { parseMeta } from '#lib/notebook/meta';
import { locate } from '#lib/notebook/notebook-error';
import { parseReport } from '#lib/notebook/parse';

const head = '---\ntitle: T\n---\n';

/** Line and column of every expression, with its code. */
function expressionsOf(text: string): [string, number, number, string][] {
  return parseReport(text, 'x.mdx').expressions.map(({ code, start, role }) => {
    const { line, column } = locate(text, start);
    return [code, line, column, role];
  });
}

describe('parseReport', () => {
  test('cells keep their place, their raw code, and the code a reader sees', () => {
    const text = `${head}\nA line.\n\n\`\`\`ts cell name=first\nconst a = 1\n\n  a\n\`\`\`\n\n<div>\n\n  ~~~ts cell\n  \`b\`\n  ~~~\n\n</div>\n`;
    const { cells } = parseReport(text, 'x.mdx');
    expect(cells.map(({ code }) => code)).toEqual(['const a = 1\n\n  a', '  `b`']);
    expect(cells.map(({ start, end }) => text.slice(start, end))).toEqual(cells.map(({ code }) => code));
    expect(cells.map(({ start }) => locate(text, start))).toEqual([
      { line: 8, column: 1 },
      { line: 16, column: 1 },
    ]);
    expect(cells[1]?.shown).toBe('`b`');
    expect(cells[0]?.options.name).toBe('first');
  });

  test('expressions of text, paragraphs, attributes and spreads, columns in UTF-16 units', () => {
    expect(
      expressionsOf(
        `${head}é 👍 {a.b} and {\`c\`}\n\n{d}\n\n<A x={ e } y="e" {...f} z={g}>\n{h}\n</A>\n\n- {i} \`{no}\`\n`,
      ),
    ).toEqual([
      ['a.b', 4, 7, 'text'],
      ['`c`', 4, 17, 'text'],
      ['d', 6, 2, 'paragraph'],
      [' e ', 8, 7, 'attribute'],
      ['f', 8, 22, 'spread'],
      ['g', 8, 28, 'attribute'],
      ['h', 9, 2, 'text'],
      ['i', 12, 4, 'text'],
    ]);
  });

  test('a comment is no expression', () => {
    expect(expressionsOf(`${head}{/* a note */}\n\n{\n  // one\n}\n`)).toEqual([]);
  });

  test('what a cell prints has headings one below the heading that it stands under', () => {
    const cell = '\n```ts cell\n1\n```\n\n';
    const texts = [head, '## A\n', '### B\n', '## C\n', '<div><h3>D</h3></div>\n', '###### E\n', '# F\n'];
    expect(parseReport(texts.join(cell) + cell, 'x.mdx').cells.map(({ level }) => level)).toEqual([
      2, 3, 4, 3, 4, 6, 2,
    ]);
  });

  test('line ends of Windows do not move anything', () => {
    const text = `${head}\n\`\`\`ts cell\nconst a = 1\n\`\`\`\n\n{a}\n`.replaceAll('\n', '\r\n');
    const { cells, expressions } = parseReport(text, 'x.mdx');
    expect(cells[0]?.code.trim()).toBe('const a = 1');
    expect(locate(text, cells[0]?.start ?? 0)).toEqual({ line: 6, column: 1 });
    expect(locate(text, expressions[0]?.start ?? 0)).toEqual({ line: 9, column: 2 });
  });

  test('front matter: title, question, anything else', () => {
    expect(parseMeta('---\ntitle: A\nquestion: Why?\nsince: 2026-11-01\n---\n', 'x.mdx')).toEqual({
      title: 'A',
      question: 'Why?',
      since: '2026-11-01',
    });
    const frozenAt = (freeze: string) => parseMeta(`---\ntitle: A\nfreeze: ${freeze}\n---\n`, 'x.mdx').freeze;
    expect(frozenAt('2026-11')).toEqual(['2026-11']);
    expect(frozenAt('[2026-10, 2026-11]')).toEqual(['2026-10', '2026-11']);
  });

  test.each([
    ['no front matter', '# A\n', 'x.mdx:1:1 - The report has no front matter'],
    ['no title', '---\nquestion: Q\n---\n', 'x.mdx:1:1 - The front matter has no title'],
    ['a title that is a number', '---\nquestion: Q\ntitle: 3\n---\n', 'x.mdx:3:1 - The title'],
    [
      'a month that is none',
      '---\ntitle: A\nfreeze: 2026-13\n---\n',
      'x.mdx:3:1 - The freeze in the front matter: it is a month',
    ],
    [
      'a month that is a number',
      '---\ntitle: A\nfreeze: 2026\n---\n',
      'x.mdx:3:1 - The freeze in the front matter: it is a month',
    ],
    [
      'a frozen template',
      '---\ntitle: A\nfreeze: 2026-11\nparams: tag\n---\n',
      'x.mdx:3:1 - A report with params has many pages',
    ],
    ['YAML that is none', '---\ntitle: "a\n---\n', 'x.mdx:3:1 - Missing closing "quote.'],
    ['an open brace', `${head}\na {b\n`, 'x.mdx:5:3 - Unexpected end of file in expression'],
    ['types in the prose', `${head}\na {b!.c}\n`, 'x.mdx:5:5 - Could not parse expression'],
    ['a wrong option', `${head}\n\`\`\`ts cell hid=code\n1\n\`\`\`\n`, 'x.mdx:5:12 - Cells do not know'],
    ['a cell in a list', `${head}\n- \`\`\`ts cell\n  1\n  \`\`\`\n`, 'x.mdx:5:3 - A cell stands on its own'],
    ['an open fence', `${head}\n\`\`\`ts cell\n1\n`, 'x.mdx:5:1 - This code block is not closed'],
    [
      'one name twice',
      `${head}\n\`\`\`ts cell name=a\n1\n\`\`\`\n\n\`\`\`ts cell name=a\n1\n\`\`\`\n`,
      'x.mdx:9:1 - Two cells have the name "a"',
    ],
  ])('%s is a fault at its place', (_, text, message) => {
    expect(() => parseReport(text, 'x.mdx')).toThrow(message);
  });
});
