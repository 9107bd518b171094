import { describe, expect, test } from 'vitest';
import { readCode } from '#lib/notebook/cell-code';
import { parseReport } from '#lib/notebook/parse';

const report = (prose: string, ...cells: string[]) =>
  parseReport(
    `---\ntitle: T\n---\n${prose}\n\n${cells.map((code) => `\`\`\`ts cell\n${code}\n\`\`\`\n\n`).join('')}`,
    'x.mdx',
  );
const namesIn = (code: string) =>
  readCode(report('', code)).cells[0]?.names.map(({ name, value }) => (value ? name : `type ${name}`));
const rolesIn = (code: string) =>
  readCode(report('', code)).cells[0]?.statements.map(({ role, code }) => [role, code]);

describe('readCode', () => {
  test('every way to define a name', () => {
    expect(
      namesIn(`import d, { e as f, type G } from 'm'
import type { H } from 'm'
import * as all from 'm'
const { a, b: [c, ...rest], z = 1, ...more } = x, y = 2
export let w = 1
function fn() { const inner = 1 }
async function* gen() {}
class Cls { field = 1 }
enum En { A }
type T = 1
interface I {}
declare const amb: number
if (y) { const no = 1 }`),
    ).toEqual([
      'd',
      'f',
      'type G',
      'type H',
      'all',
      'a',
      'c',
      'rest',
      'z',
      'more',
      'y',
      'w',
      'fn',
      'gen',
      'Cls',
      'En',
      'type T',
      'type I',
      'type amb',
    ]);
  });

  test('the last expression is the output, and only the last', () => {
    expect(rolesIn('a()\nb;')).toEqual([
      ['statement', 'a()'],
      ['output', 'b;'],
    ]);
    expect(rolesIn('a()\nconst b = 1')).toEqual([
      ['statement', 'a()'],
      ['statement', 'const b = 1'],
    ]);
    expect(rolesIn("import x from 'x'\n({ a: x })")).toEqual([
      ['import', "import x from 'x'"],
      ['output', '({ a: x })'],
    ]);
    expect(rolesIn('export const a = 1')).toEqual([['statement', 'const a = 1']]);
    expect(rolesIn('')).toEqual([]);
  });

  test.each([
    ['not TypeScript', ['const a = (1'], 'x.mdx:7:13 - Expected'],
    ['a default export', ['export default 1'], 'x.mdx:7:1 - A cell cannot export'],
    ['a return', ['const a = 1', 'return a'], 'x.mdx:11:1'],
    [
      'a name in two cells',
      ['const a = 1', 'let b = 2, a = 3'],
      'x.mdx:11:12 - "a" is already defined on line 7',
    ],
    [
      'a function in two cells',
      ['function a() {}', 'function a() {}'],
      'x.mdx:11:10 - "a" is already defined',
    ],
  ])('%s is a fault at its place', (_, cells, message) => {
    expect(() => readCode(report('', ...cells))).toThrow(message);
  });

  test('overloads are one name', () => {
    expect(namesIn('function a(x: 1): 1\nfunction a(x: 2): 2\nfunction a(x: 1 | 2) { return x }')).toEqual([
      'type a',
      'type a',
      'a',
    ]);
  });

  test('the prose imports, and defines nothing', () => {
    expect(
      readCode(report("import A from './A.astro'\n\n<A />")).prose[0]?.names.map(({ name }) => name),
    ).toEqual(['A']);
    expect(() => readCode(report('export const a = 1'))).toThrow('x.mdx:4:8 - Names are defined in a cell');
  });
});
