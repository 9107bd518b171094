/**
 * The few parts of CSS that `pages/styles/chart.css` is made of, read so that a chart can carry its colours with it
 * where there is no style sheet: in a file of its own, in a picture.
 */

export interface StyleRule {
  /** The element's own names and those of ancestors that it must stand within, outermost first. */
  path: readonly Compound[];
  /** What wins over what: number of classes, then of element names, then order. */
  weight: number;
  declarations: readonly (readonly [property: string, value: string])[];
}

interface Compound {
  element: string | null;
  classes: readonly string[];
}

export interface StyledElement {
  name: string;
  classes: ReadonlySet<string>;
}

/** Custom properties of `:root` and the rules that stand outside of any condition (`@media`, `@container`), in order. */
export function readStyles(css: string): { root: Map<string, string>; rules: StyleRule[] } {
  const root = new Map<string, string>();
  const rules: StyleRule[] = [];
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const declarations = body
      .split(';')
      .map((declaration) => declaration.split(/:([\s\S]*)/).map((part) => part.trim()))
      .flatMap(([property = '', value = '']) => (property === '' ? [] : [[property, value] as const]));
    for (const selector of splitList(selectors).flatMap(withoutIs)) {
      if (selector === ':root') for (const [property, value] of declarations) root.set(property, value);
      const path = selector.split(/[\s>]+/).map(readCompound);
      if (path.some((compound) => compound === null)) continue;
      const compounds = path as Compound[];
      const classes = compounds.reduce((sum, compound) => sum + compound.classes.length, 0);
      const elements = compounds.filter(({ element }) => element !== null).length;
      rules.push({
        path: compounds,
        weight: classes * 1e6 + elements * 1e4 + rules.length,
        declarations,
      });
    }
  }
  return { root, rules };
}

/** Commas inside brackets part nothing. */
const splitList = (text: string) => text.split(/,(?![^(]*\))/).map((part) => part.trim());

/** `.a :is(.b, .c)` is `.a .b` and `.a .c`. */
function withoutIs(selector: string): string[] {
  const [, before = '', list, after = ''] = /^(.*?):is\(([^()]*)\)(.*)$/.exec(selector) ?? [];
  if (list === undefined) return [selector];
  return splitList(list).flatMap((one) => withoutIs(`${before}${one}${after}`));
}

/** Null for what no element of a chart is asked by: pseudo-classes, attributes. */
function readCompound(text: string): Compound | null {
  const [, element, classes] = /^([a-z][\w-]*|\*)?((?:\.[\w-]+)*)$/i.exec(text) ?? [];
  if (text === '' || classes === undefined) return null;
  return { element: element === '*' ? null : (element ?? null), classes: classes.split('.').slice(1) };
}

/** Whether a rule is for the last of the elements, each of which stands within the one before. */
export function applies({ path }: StyleRule, lineage: readonly StyledElement[]): boolean {
  const own = lineage.at(-1);
  let wanted = path.length - 1;
  if (!own || !isOne(own, path[wanted] as Compound)) return false;
  wanted--;
  for (let i = lineage.length - 2; i >= 0 && wanted >= 0; i--)
    if (isOne(lineage[i] as StyledElement, path[wanted] as Compound)) wanted--;
  return wanted < 0;
}

const isOne = (element: StyledElement, { element: name, classes }: Compound) =>
  (name === null || name === element.name) && classes.every((each) => element.classes.has(each));
