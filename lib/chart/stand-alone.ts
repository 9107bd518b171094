import { applies, readStyles, type StyledElement, type StyleRule } from './style-rules.ts';

export type Theme = 'light' | 'dark';

/** Writes the colours of a style sheet into pictures. */
export interface Painter {
  theme: Theme;
  /** The value of a custom property of the sheet, such as `--chart-ink`. Throws `RangeError` where there is none. */
  colour(property: string): string;
  /** The picture with every colour, width and dash as attributes, without classes: it looks the same wherever it is put. */
  paint(svg: string): string;
}

/** What a picture can say in attributes; everything else of the sheet is for pages. */
const attributes = new Set([
  'color',
  'display',
  'fill',
  'fill-opacity',
  'font-size',
  'font-style',
  'font-weight',
  'opacity',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
]);

const declarationsKept = 10_000;

/** A painter with the rules and colours of `css`: `pages/styles/chart.css`, or a sheet of one's own for the same classes. */
export function createPainter(css: string, theme: Theme): Painter {
  const { root, rules } = readStyles(css);
  /** What the rules say of an element, by its classes and those of the elements that it stands within: few, in all charts. */
  const declarations = new Map<string, ReadonlyMap<string, string>>();
  return { theme, colour, paint };

  function colour(property: string): string {
    const value = root.get(property);
    if (value === undefined) throw new RangeError(`The style sheet has no ${property}.`);
    return resolve(value, root);
  }

  function resolve(value: string, names: ReadonlyMap<string, string>): string {
    const alone = /^var\((--[\w-]+)(?:,\s*(.*))?\)$/.exec(value);
    if (alone) return resolve(names.get(alone[1] as string) ?? alone[2] ?? 'currentColor', names);
    const pair = /^light-dark\((.*),\s*(.*)\)$/.exec(value);
    return pair ? resolve((theme === 'light' ? pair[1] : pair[2]) as string, names) : value;
  }

  function remembered(key: string, find: () => Map<string, string>): ReadonlyMap<string, string> {
    const known = declarations.get(key);
    if (known) return known;
    if (declarations.size >= declarationsKept) declarations.clear();
    const found = find();
    declarations.set(key, found);
    return found;
  }

  function paint(svg: string): string {
    const used = rules.filter(({ path }) =>
      path.every(({ classes }) => classes.every((each) => svg.includes(each))),
    );
    const lineage: (StyledElement & { key: string; names: ReadonlyMap<string, string> })[] = [];
    return svg.replace(
      /<(\/?)([\w:-]+)((?:\s[\w:-]+="[^"]*")*)(\/?)>/g,
      (tag, closing, name, given, alone) => {
        if (closing !== '') {
          lineage.pop();
          return tag;
        }
        const own = new Map<string, string>();
        for (const [, key = '', value = ''] of given.matchAll(/\s([\w:-]+)="([^"]*)"/g)) own.set(key, value);
        const classes = own.get('class') ?? '';
        const key = `${lineage.at(-1)?.key ?? ''} ${name}.${classes.replaceAll(' ', '.')}`;
        const element = { name, key, classes: new Set(classes.split(' ')) };
        own.delete('class');
        const declared = remembered(key, () => declarationsOf(used, [...lineage, element]));
        const custom = [...declared].filter(([property]) => property.startsWith('--'));
        const above = lineage.at(-1)?.names ?? root;
        const names = custom.length === 0 ? above : new Map([...above, ...custom]);
        for (const [property, value] of declared)
          if (attributes.has(property)) own.set(property, resolve(value, names));
        if (alone === '') lineage.push({ ...element, names });
        return `<${name}${[...own].map(([key, value]) => ` ${key}="${value}"`).join('')}${alone}>`;
      },
    );
  }
}

function declarationsOf(rules: readonly StyleRule[], lineage: readonly StyledElement[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules.filter((each) => applies(each, lineage)).sort((a, b) => a.weight - b.weight))
    for (const [property, value] of rule.declarations) found.set(property, value);
  return found;
}
