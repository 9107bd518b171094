import { exact } from '../format.ts';

/** Inputs of a report: what a reader may choose. The page holds the output for every choice, so that it needs no server and no script. */

/** The control that a reader sees, without the values. */
export interface ChoiceControl {
  kind: 'select' | 'range' | 'toggle';
  /** Its name in the address: `?name=key`. Inputs of one name change together. */
  name: string;
  /** Its name in words. */
  label: string;
  /** What can be chosen; `key` stands in the address. */
  options: { key: string; label: string }[];
  /** Index of the option that the page begins with, which the address leaves out. */
  initial: number;
}

export interface InputOptions {
  /** Its name in words. @default the name, with spaces for hyphens */
  label?: string | undefined;
}

/** Most outputs of one cell, all of which are in the page. */
export const mostAlternatives = 24;

/** An input with a known set of values. */
export class Choice<T> {
  readonly control: ChoiceControl;
  readonly values: readonly T[];

  constructor(control: ChoiceControl, values: readonly T[]) {
    this.control = control;
    this.values = values;
  }

  /** The value that the page begins with. */
  get value(): T {
    return this.values[this.control.initial] as T;
  }

  /**
   * The output for each value, as the last expression of a cell: `measure.each((y) => lineChart(daily, { y }))`. Inputs nest:
   * `measure.each((y) => days.each((n) => …))`. A cell has 24 outputs at most. Where `make` gives promises, so does this.
   */
  each<R>(make: (value: T) => Promise<R>): Promise<Alternatives<R>>;
  each<R>(make: (value: T) => R): Alternatives<R>;
  each<R>(make: (value: T) => R | Promise<R>): Alternatives<R> | Promise<Alternatives<R>> {
    const made = this.values.map(make);
    return made.some((each) => each instanceof Promise)
      ? Promise.all(made).then((values) => new Alternatives(this.control, values))
      : new Alternatives(this.control, made as R[]);
  }
}

/** What a cell gives for each value of an input, in the order of its options. */
export class Alternatives<R> {
  readonly control: ChoiceControl;
  readonly values: readonly R[];

  constructor(control: ChoiceControl, values: readonly R[]) {
    this.control = control;
    this.values = values;
  }
}

/** An input that narrows a table to the rows with some words. */
export class Search {
  readonly control: { name: string; label: string };

  constructor(control: { name: string; label: string }) {
    this.control = control;
  }

  /** The rows as a table with a search field: the last expression of a cell. `rows` are objects, or an Arquero table. */
  in<R>(rows: R): SearchedRows<R> {
    return new SearchedRows(this.control, rows);
  }
}

/** Rows, and the search field over them. */
export class SearchedRows<R> {
  readonly control: { name: string; label: string };
  readonly rows: R;

  constructor(control: { name: string; label: string }, rows: R) {
    this.control = control;
    this.rows = rows;
  }
}

/**
 * A choice among values, which are texts or numbers: a list, or an object from their names in words. The first is chosen where `initial`
 * names no other.
 * Throws `RangeError` on a name that is no part of an address, on no values, on two alike, and on an `initial` that is none of them.
 * @example const measure = select('measure', { Followers: 'followers', Likes: 'hearts' })
 */
export function select<const T extends string | number>(
  name: string,
  values: readonly T[] | Readonly<Record<string, T>>,
  { initial, ...options }: InputOptions & { initial?: NoInfer<T> | undefined } = {},
): Choice<T> {
  const pairs = Array.isArray(values)
    ? (values as readonly T[]).map((value) => [String(value), value] as const)
    : Object.entries(values as Readonly<Record<string, T>>);
  return choiceOf('select', name, pairs, initial, options);
}

/**
 * A choice among numbers at equal steps, both ends included where the steps meet them. `print` gives a number in words.
 * Throws `RangeError` as `select`, and on a step that is not above zero or ends in the wrong order.
 * @example const days = range('days', { from: 7, to: 28, step: 7, print: (days) => format.plural(days, 'day') })
 */
export function range(
  name: string,
  {
    from,
    to,
    step = 1,
    initial,
    print = exact,
    ...options
  }: InputOptions & {
    from: number;
    to: number;
    step?: number;
    initial?: number | undefined;
    print?: (value: number) => string;
  },
): Choice<number> {
  // Sums such as 0.1 + 0.2 are a little off, and a quotient may be a little under a whole number.
  const steps = Math.floor((to - from) / step + 1e-9);
  if (!(step > 0) || !(steps >= 0) || steps >= mostAlternatives)
    throw new RangeError(
      `The range "${name}" goes from ${from} to ${to} by ${step}: give it 1 to ${mostAlternatives} values, the step above zero.`,
    );
  const values = Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12)));
  const pairs = values.map((value) => [print(value), value] as const);
  return choiceOf('range', name, pairs, initial, options);
}

/**
 * A choice between no and yes.
 * Throws `RangeError` on a name that is no part of an address.
 * @example const net = toggle('net', { label: 'Without lost followers' })
 */
export function toggle(
  name: string,
  { initial = false, ...options }: InputOptions & { initial?: boolean | undefined } = {},
): Choice<boolean> {
  const pairs = [
    ['no', false],
    ['yes', true],
  ] as const;
  return choiceOf<boolean>('toggle', name, pairs, initial, options);
}

/**
 * A search field over a table: `search('account').in(rows)`. Every row is in the page; without a script the field is not.
 * Throws `RangeError` on a name that is no part of an address.
 */
export function search(name: string, { label }: InputOptions = {}): Search {
  return new Search({ name: checkedName(name), label: label ?? wordsOf(name) });
}

function choiceOf<T extends string | number | boolean>(
  kind: ChoiceControl['kind'],
  name: string,
  pairs: readonly (readonly [label: string, value: T])[],
  initial: T | undefined,
  { label }: InputOptions,
): Choice<T> {
  const keys = pairs.map(([label, value]) => (typeof value === 'boolean' ? label : String(value)));
  if (keys.length === 0) throw new RangeError(`The input "${name}" has no values to choose from.`);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) throw new RangeError(`The input "${name}" has the value "${twice}" twice.`);
  const index = initial === undefined ? 0 : pairs.findIndex(([, value]) => value === initial);
  if (index === -1)
    throw new RangeError(`The input "${name}" begins with "${initial}", which is none of its values.`);
  const options = pairs.map(([label], i) => ({ key: keys[i] as string, label }));
  const control = { kind, name: checkedName(name), label: label ?? wordsOf(name), options, initial: index };
  return new Choice(
    control,
    pairs.map(([, value]) => value),
  );
}

function checkedName(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new RangeError(
      `"${name}" cannot name an input: it stands in the address, so lower case letters, digits and hyphens, a letter first.`,
    );
  return name;
}

function wordsOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
