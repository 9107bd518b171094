import { describe, expect, test } from 'vitest';
import { parseFence } from '#lib/notebook/fence';

const plain = {
  name: null,
  caption: null,
  hide: 'nothing',
  fold: 'code',
  height: null,
};

describe('parseFence', () => {
  test('an ordinary code block is no cell', () => {
    expect(parseFence('```ts')).toBeNull();
    expect(parseFence('```')).toBeNull();
    expect(parseFence('```ts title="cell"')).toBeNull();
    expect(parseFence('```ts cellar')).toBeNull();
    expect(parseFence('    indented ts cell')).toBeNull();
  });

  test('a cell without options shows both and has no name', () => {
    expect(parseFence('```ts cell')).toEqual(plain);
    expect(parseFence('~~~~ ts  cell  ')).toEqual(plain);
  });

  test('options are words or quoted words, with escapes', () => {
    expect(parseFence('```ts cell name=gain-7 caption="a \\"b\\" \\\\ {c} <d> &amp; é" hide="code"')).toEqual(
      {
        ...plain,
        name: 'gain-7',
        caption: 'a "b" \\ {c} <d> &amp; é',
        hide: 'code',
      },
    );
    expect(parseFence('```ts cell caption=""')?.caption).toBe('');
    expect(parseFence('```ts cell fold=both height=240')).toEqual({
      ...plain,
      fold: 'both',
      height: 240,
    });
  });

  test.each([
    ['```js cell', 3, /TypeScript/],
    ['```ts cell captoin="x"', 11, /"captoin"/],
    ['```ts cell fast', 11, /"fast"/],
    ['```ts cell caption="open', 11, /caption=/],
    ['```ts cell hide=all', 11, /hide is one of/],
    ['```ts cell fold=true', 11, /fold is one of nothing, code, output, both/],
    ['```ts cell height=12.5', 11, /100 to 2000/],
    ['```ts cell height=99', 11, /100 to 2000/],
    ['```ts cell name="Two words"', 11, /name of a cell/],
    ['```ts cell name=a name=b', 18, /stands twice/],
  ])('%s is refused at its column', (line, at, message) => {
    expect(() => parseFence(line)).toThrow(message);
    expect(() => parseFence(line)).toThrow(expect.objectContaining({ at }));
  });
});
