import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { stats } from '../../lib/index.ts';
import { root } from './documents.ts';

/** `docs/statistics.md`, printed from what stands above the functions. Print it again with `npx vitest run tests/docs -u`. */

interface Entry {
  name: string;
  /** As it is called, or what it is where it is no function. */
  call: string;
  /** What stands above it in the source, without its marks. */
  about: string;
}

const index = readFileSync(path.join(root, 'lib/stats.ts'), 'utf8');

/** Names that are exported from a file, types left out. */
const valuesOf = (names: string) =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));

function entriesOf(section: string): Entry[] {
  return [...section.matchAll(/^export \{([^}]*)\} from '(.*)';/gm)].flatMap(([, names = '', file = '']) => {
    const source = readFileSync(path.join(root, 'lib', file), 'utf8');
    return valuesOf(names).map((name) => entryOf(name, source));
  });
}

function entryOf(name: string, source: string): Entry {
  const found = new RegExp(
    `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport (?:function|const) ${name}\\b(?:<[^>]*>)?(\\()?`,
  ).exec(source);
  const [whole = '', comment = '', bracket] = found ?? [];
  const about = comment.replaceAll(/^ *\* ?/gm, '').trim();
  const value = stats[name as keyof typeof stats];
  if (bracket === undefined)
    return { name, call: typeof value === 'number' ? `${name} = ${value}` : name, about };
  return { name, call: `${name}(${parametersOf(source.slice((found?.index ?? 0) + whole.length))})`, about };
}

/** Names of parameters, from behind the opening bracket; those that may be left out with a question mark. */
function parametersOf(rest: string): string {
  let depth = 0;
  let text = '';
  for (const [place, sign] of [...rest].entries()) {
    if ('([{<'.includes(sign)) depth++;
    if (sign === ')' && depth === 0) break;
    if (')]}'.includes(sign) || (sign === '>' && rest[place - 1] !== '=')) depth--;
    text += depth > 0 && sign === ',' ? ';' : sign;
  }
  return text
    .split(',')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const name = parameter.startsWith('{') ? objectName(parameter) : (/^\w+/.exec(parameter)?.[0] ?? '');
      return / = [^>]*$/.test(parameter) || parameter.includes('?:') ? `${name}?` : name;
    })
    .join(', ');
}

/** What an object that is taken apart at once is called: by its type, options of any kind just so. */
function objectName(parameter: string): string {
  const [, type = 'Options'] = /}\s*:\s*(\w+)/.exec(parameter) ?? [];
  return type.endsWith('Options') ? 'options' : `${type[0]?.toLowerCase()}${type.slice(1)}`;
}

/** Sections of the index, by the comments that divide it. */
const sections = index
  .split(/^\/\/ /m)
  .slice(1)
  .map((section) => {
    const [title = ''] = section.split('\n', 1);
    return { title: title[0]?.toUpperCase() + title.slice(1), entries: entriesOf(section) };
  });

/** A comment as a paragraph of a document: what is thrown becomes a sentence. */
function paragraphs(about: string): string {
  return about
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(
      /@throws\s+(?:\{?RangeError\}?\s*)([^@]*)/g,
      (_, when: string) => `Throws a \`RangeError\` ${when.trim()}.`,
    )
    .replaceAll(/@example\s+(.*)/g, 'Example: `$1`')
    .replaceAll(/\.\.$/gm, '.');
}

const page = () => `# Statistics

The methods of Clipbook are ordinary functions on arrays of numbers. They know nothing of TikTok, change nothing that is given to them,
and give the same for the same input; where chance is needed, \`random\` is passed in (\`seededRandom\`).

\`\`\`ts
import { seededRandom, stats } from 'clipbook';

stats.medianInterval([120, 340, 95, 2100, 410, 180]); // { low: 95, high: 2100, level: 0.96875 }
stats.bootstrapInterval([120, 340, 95, 2100, 410, 180], stats.medianOf, seededRandom(1));
\`\`\`

Two rules hold for all of them. Values that have no answer (none at all, too few, all alike, one that is not finite) give \`null\`, or a
forecast that says why it is withheld; never \`NaN\` and never 0. Parameters that make no sense throw a \`RangeError\`
that says which and why. Fractions are fractions: 0.05 is 5%.

The tests hold every method against published values: NIST's reference data sets and handbook, the documentation of R, the authors' own
programs (\`tests/stats/\`). \`npm run bench\` (its part \`stats\`) measures a call beside the same call of other libraries.

${sections
  .map(
    ({ title, entries }) =>
      `## ${title}\n\n${entries.map(({ call, about }) => `### \`${call}\`\n\n${paragraphs(about)}`).join('\n\n')}`,
  )
  .join('\n\n')}
`;

test('docs/statistics.md', async () => {
  await expect(page()).toMatchFileSnapshot(path.join(root, 'docs', 'statistics.md'));
});

describe('every method', () => {
  const entries = sections.flatMap((section) => section.entries);

  test('stands in a section of the index, once', () => {
    expect(entries.map(({ name }) => name).toSorted()).toEqual(Object.keys(stats).toSorted());
  });

  test.each(entries.map(({ name, about }) => [name, about]))('%s says what it gives', (_, about) => {
    expect(about?.length).toBeGreaterThan(20);
  });
});
