import { describe, expect, expectTypeOf, test } from 'vitest';
import { format } from '#lib';
import { type Alternatives, range, search, select, toggle } from '#lib/notebook/inputs';
import { outputOf } from '#lib/notebook/output';
import { createNotebook } from '#lib/notebook/runtime';
import { summarise } from '#lib/notebook/summary';

const plain = { caption: null, hide: 'nothing', fold: 'code', height: null } as const;

/** Runs a notebook whose cells give these values. */
const run = (values: readonly unknown[]) =>
  createNotebook(
    {
      file: 'index.mdx',
      field: null,
      expressions: [],
      cells: values.map((_, i) => ({ options: { ...plain, name: `cell-${i}` }, code: '', line: i + 1 })),
    },
    async (run) => {
      for (const [i, value] of values.entries()) {
        run.at(i + 1, 1);
        run.output(i, value);
      }
      return {};
    },
  );

describe('select', () => {
  test('of a list: the values are their own names', () => {
    const measure = select('measure', ['followers', 'likes'], { initial: 'likes' });
    expectTypeOf(measure.value).toEqualTypeOf<'followers' | 'likes'>();
    expect(measure.value).toBe('likes');
    expect(measure.control).toEqual({
      kind: 'select',
      name: 'measure',
      label: 'Measure',
      options: [
        { key: 'followers', label: 'followers' },
        { key: 'likes', label: 'likes' },
      ],
      initial: 1,
    });
  });

  test('of an object: names in words, values in the address', () => {
    const window = select('time-window', { 'One week': 7, 'Four weeks': 28 });
    expectTypeOf(window.value).toEqualTypeOf<7 | 28>();
    expect(window.control.label).toBe('Time window');
    expect(window.control.options).toEqual([
      { key: '7', label: 'One week' },
      { key: '28', label: 'Four weeks' },
    ]);
  });

  test.each([
    ['no values', () => select('a', []), /no values/],
    ['a value twice', () => select('a', ['x', 'y', 'x']), /"x" twice/],
    ['values alike in the address', () => select<string | number>('a', [1, '1']), /"1" twice/],
    ['another beginning', () => select<string>('a', ['x'], { initial: 'y' }), /begins with "y"/],
    ['a name with a space', () => select('my tag', ['x']), /"my tag" cannot name/],
    ['a name like a number', () => search('7'), /cannot name/],
    ['a capital', () => toggle('Net'), /cannot name/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('range', () => {
  test('has both ends, in steps that do not drift', () => {
    const share = range('share', { from: 0.1, to: 0.5, step: 0.1 });
    expect(share.values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(range('n', { from: 1, to: 6, step: 2 }).values).toEqual([1, 3, 5]);
    expect(range('n', { from: 3, to: 3 }).values).toEqual([3]);
    expect(range('n', { from: 1, to: 24 }).values).toHaveLength(24);
  });

  test('says its numbers in words', () => {
    const days = range('days', {
      from: 1,
      to: 2,
      initial: 2,
      print: (days) => format.plural(days, 'day'),
    });
    expect(days.control.options.map(({ label }) => label)).toEqual(['1 day', '2 days']);
    expect(days.control.initial).toBe(1);
  });

  test.each([
    ['more values than a page holds', { from: 1, to: 25 }],
    ['a step of nothing', { from: 1, to: 2, step: 0 }],
    ['a step backwards', { from: 2, to: 1, step: -1 }],
    ['ends in the wrong order', { from: 2, to: 1 }],
    ['an end that is no number', { from: 1, to: Number.NaN }],
  ])('refuses %s', (_, ends) => {
    expect(() => range('n', ends)).toThrow(/1 to 24 values/);
  });
});

describe('what a cell prints', () => {
  const measure = select('measure', ['followers', 'likes']);
  const net = toggle('net', { label: 'Net of losses' });

  test('is one output for each value', () => {
    expect(outputOf(measure.each((name) => name.length))).toEqual({
      kind: 'alternatives',
      control: measure.control,
      outputs: [
        { kind: 'value', text: '9', unit: null },
        { kind: 'value', text: '5', unit: null },
      ],
    });
  });

  test('waits for promises', async () => {
    const made = measure.each(async (name) => name.length);
    expectTypeOf(made).toEqualTypeOf<Promise<Alternatives<number>>>();
    expect((await made).values).toEqual([9, 5]);
  });

  test('inputs nest', () => {
    const output = outputOf(measure.each((name) => net.each((on) => `${name} ${on}`)));
    expect(output).toMatchObject({
      outputs: [
        { control: net.control, outputs: [{ text: 'followers false' }, { text: 'followers true' }] },
        { outputs: [{ text: 'likes false' }, { text: 'likes true' }] },
      ],
    });
  });

  test('24 alternatives are printed, 25 and more are not', () => {
    const outer = range('outer', { from: 1, to: 4 });
    const nested = (to: number) => outer.each(() => range('inner', { from: 1, to }).each((n) => n));
    expect(outputOf(nested(6)).kind).toBe('alternatives');
    expect(() => outputOf(nested(7))).toThrow(/has 28 alternatives.*holds 24.*template/);
    const many = select(
      'n',
      Array.from({ length: 25 }, (_, i) => i),
    );
    expect(() => outputOf(many.each((n) => n))).toThrow(/has 25 alternatives/);
  });

  test('a search is over a table, and over no rows there is nothing to search', () => {
    const account = search('account');
    expect(outputOf(account.in([{ account: '@a', gained: 3 }]))).toMatchObject({
      kind: 'search',
      control: { name: 'account', label: 'Account' },
      table: { kind: 'table', rows: [['@a', 3]] },
    });
    expect(outputOf(account.in([]))).toEqual({ kind: 'list', items: [] });
    expect(() => outputOf(account.in(['a']))).toThrow(/over a table/);
  });

  test('an input alone, or a value that cannot be printed, is refused', () => {
    expect(() => outputOf(measure)).toThrow(/each\(…\)/);
    expect(() => outputOf(search('account'))).toThrow(/in\(…\)/);
    expect(() => outputOf(measure.each(() => Number.NaN))).toThrow(/NaN/);
  });
});

describe('in a notebook', () => {
  test('cells share an input', async () => {
    const net = toggle('net');
    const { cells, named } = await run([net.each((on) => on), net.each((on) => !on)]);
    expect((named['cell-1'] as Alternatives<boolean>).values).toEqual([true, false]);
    expect(summarise({ cells })[0]).toEqual({
      name: 'cell-0',
      caption: null,
      kind: 'alternatives',
      input: 'net',
      options: [
        { label: 'no', output: { kind: 'value', text: 'no', unit: null } },
        { label: 'yes', output: { kind: 'value', text: 'yes', unit: null } },
      ],
    });
  });

  test('two inputs of one name are a fault at the second', async () => {
    const one = select('tag', ['a', 'b']).each((tag) => tag);
    const other = select('tag', ['a', 'c']).each((tag) => tag);
    await expect(run([one, other])).rejects.toThrow(/index.mdx:2:1 - Two inputs have the name "tag"/);
    const nested = toggle('on').each(() => search('tag').in([{ a: 1 }]));
    await expect(run([one, nested])).rejects.toThrow(/"tag" and differ/);
  });
});
