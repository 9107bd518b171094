import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentOnly, settingSpecs } from '../../lib/config.ts';
import { importKinds } from '../../lib/import/kinds.ts';
import { checkMapping, mappingJsonSchema } from '../../lib/import/mapping.ts';
import { savedQueries } from '../../lib/query/saved.ts';
import { outcomes } from '../../lib/schema/outcome.ts';
import { type FindingRule, findingRules, ruleGroups, rules } from '../../lib/validate/rules.ts';
import { readDocument, root, tableRows } from './documents.ts';
import { errorCodes } from './error-codes.ts';

/** Documents that are printed from the source. Print them again with `npx vitest run tests/docs -u`. */

const cell = (text: string) => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

function settingsPage(): string {
  const rows = Object.entries(settingSpecs).map(([name, spec]) => {
    const unit = 'unit' in spec ? ` ${spec.unit}` : '';
    const value: string | number | readonly string[] | null = spec.default;
    const none = value === null || (Array.isArray(value) && value.length === 0);
    return [
      `\`${name}\``,
      `\`${spec.env}\``,
      none ? (name === 'robots' ? '`obey`' : 'none') : `\`${value}\`${unit}`,
      spec.about,
    ];
  });
  return `# Settings

Options of a command win over the environment, the environment over \`clipbook.config.json\` in the folder the command
runs in, the file over the defaults. A wrong value is an error that names the setting and where it stands. \`--data\` of
every command is the setting \`data\`.

${table(['setting', 'environment', 'default', 'meaning'], rows)}

The file is one JSON object:

\`\`\`json
{ "title": "Museums on TikTok", "zone": "Europe/Amsterdam", "requests_per_minute": 10 }
\`\`\`

Relative paths are taken from that folder. Settings that can hold credentials are refused in the file: ${environmentOnly
    .map((name) => `\`${name}\``)
    .join(', ')}.
\`NO_COLOR\` and \`CI\` are honoured.
`;
}

function rulesPage(): string {
  const refusals = Object.entries(rules).filter(([, rule]) => rule.effect === 'refusal');
  const findings = Object.entries<FindingRule>(findingRules);
  const groups = Object.entries(ruleGroups).map(([group, title]) => {
    const own = findings.filter(([, rule]) => rule.group === group);
    return `### ${title}

${table(
  ['rule', 'severity', 'meaning', 'what to do'],
  own.map(([name, { effect, about, remedy }]) => [`\`${name}\``, effect, about, remedy]),
)}
`;
  });
  return `# Rules

One catalogue: refusals and findings take their ids and words from here, and so does the data health page of the site.

## Refusals

A row that breaks one of these is not stored. It is kept under \`data/rejected/\` with the rule, its file and line, and its
values, and counted in the summary.

${table(
  ['rule', 'meaning'],
  refusals.map(([name, rule]) => [`\`${name}\``, rule.about]),
)}

## Findings

What \`clipbook check\` finds in the ledger. It looks at every file, its hash and its rows, and at each series; it changes nothing but
the table behind the data health page. Errors end it with exit code 5, and keep \`publish\` and the daily job from publishing.
Warnings are published, as badges on the pages they concern. Notes (\`info\`) are for the curious. Thresholds and where they come from
are in [methods.md](methods.md).

${groups.join('\n')}`;
}

function importKindsPage(): string {
  return `# What import reads

CSV with commas, semicolons, tabs or bars, JSON, NDJSON and saved HTML, in UTF-8, UTF-16 or Windows-1252, with or without a
byte-order mark; the sheets of an XLSX workbook; and the files in a ZIP archive, those of archives in it included. The kind is
recognised by the columns; \`--as\` says it where they do not.

${table(
  ['kind', '`--as`', 'what it is'],
  importKinds.map(({ id, title, about }) => [title, `\`${id}\``, about]),
)}

Counts may be written as 1234, 1,234, 1 234, 1'234, 12,34,567, ١٢٣ or １２３, and rounded as 1.2M, 12,3 Mio., 3.4万 or 1.5 lakh: the
thousands and millions of every language that TikTok has. What was rounded keeps its rounding step. Whether 1.234 and 1,234 are
over a thousand or a little over one is told by the other cells of the column, else by those of the file, else by you
(\`--numbers de\`); where nothing tells, such cells are refused (\`ambiguous_count\`) and the others are read. A lone comma
before three digits is taken to group them in a file with commas between its cells, and the summary says so.

A table may have a column for each date (one row an account or a post) or a column for each account (one row a date): it is read
as a row for each of its filled cells. What they count is told by the names of the columns (\`followers 2026-01-05\`), by the
file's name (\`tiktok_followers.csv\`), or by \`--metric followers\`. Several files that each hold one counter of the same accounts and days
(\`followers.csv\`, \`likes.csv\`) make one row a day, in whatever order they come; the summary says how many rows filled empty cells.

A folder stands for the files in it and in its folders: dated snapshots, each observed on the day, or at the instant, that its name
or its folders say (\`2026-11-22.csv\`, \`accounts_20261122T101500Z.ndjson\`, \`2026/11/22/accounts.csv\`), unless its rows have dates
of their own. Files that hold no data are passed over and named.

A table of no kind that import knows is read by a mapping file (\`--map\`), which \`--dry-run\` proposes: [mapping.md](mapping.md).

Dates without a year, in other
languages, or with the day first are read where the file tells how, and asked for where it does not (\`--year\`, \`--at\`,
\`--day-order\`). The file itself, or the archive it is in, is kept under \`data/raw/imports/\`, but never "Download your data".
Importing it again changes nothing.

\`--git\` takes each file for one in a git repository, as git scrapers keep them, and imports every version of it, through
renames: each is an observation at the time its commit was written, unless its rows have dates of their own. A version
that cannot be read is one refused row that names its commit. No copies are kept: the repository has them.
`;
}

function queriesPage(): string {
  const questions = savedQueries.map(
    ({ name, title, about, sql }) =>
      `## ${title}\n\n${about}\n\n\`clipbook query --saved ${name}\`\n\n\`\`\`sql\n${sql}\n\`\`\`\n`,
  );
  return `# Queries

\`clipbook query "<sql>"\` runs one statement over the whole ledger, in [DuckDB](https://duckdb.org/docs/)'s SQL: joins, window
functions, dates, \`PIVOT\`, \`SUMMARIZE account\`. Every table of the data dictionary is there by its name, and \`watchlist\` and
\`annotations\`; \`SHOW TABLES\` lists them, \`DESCRIBE post\` the columns of one. Types are those of the schema: ids are text,
instants \`TIMESTAMP\` in UTC, days \`DATE\`, counts \`BIGINT\`, lists \`VARCHAR[]\`; an empty cell is \`NULL\`, which means not observed.
A division by zero is \`NULL\` as well. Statements only read, and reach nothing outside the ledger.

DuckDB is an optional dependency: where it is missing, the command says how to install it.

| \`--format\` | |
| --- | --- |
| \`table\` | for people: the first thousand rows, as wide as the terminal |
| \`csv\`, \`json\`, \`ndjson\`, \`markdown\` | all rows, written as they come: millions need no more memory than a thousand |
| \`parquet\` | all rows, into the file that \`--out\` names |

\`--out rows.csv\` writes any of them to a file that is whole or not there; \`--json\` prints columns with their types, rows and count as one
object. Counts and decimals are numbers as long as they are exact, and text beyond. In a script:

\`\`\`ts
import { query, queryStream } from 'clipbook';

const { columns, rows } = await query('SELECT handle, followers FROM summary ORDER BY followers DESC');
console.log(columns.map(({ name }) => name), rows);

const posts = await queryStream('FROM post', async ({ batches }) => {
  let count = 0;
  for await (const batch of batches) count += batch.count;
  return count;
});
console.log(posts);
\`\`\`

Ten questions to begin with; \`clipbook query --list\` lists them.

${questions.join('\n')}`;
}

describe('documents printed from the source', () => {
  test.each([
    ['settings.md', settingsPage],
    ['rules.md', rulesPage],
    ['import-kinds.md', importKindsPage],
    ['queries.md', queriesPage],
  ])('docs/%s', async (file, print) => {
    await expect(print()).toMatchFileSnapshot(path.join(root, 'docs', file));
  });
});

test('docs/mapping.schema.json', async () => {
  const text = `${JSON.stringify(mappingJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(path.join(root, 'docs', 'mapping.schema.json'));
});

test('the mappings that docs/mapping.md shows are mappings', () => {
  const shown = [...readDocument('docs/mapping.md').matchAll(/```json\n([^`]*)```/g)].map(
    ([, text = '']) => text,
  );
  expect(shown.length).toBeGreaterThan(1);
  for (const text of shown) expect(() => checkMapping(JSON.parse(text), 'docs/mapping.md')).not.toThrow();
});

describe('docs/troubleshooting.md', () => {
  const rows = tableRows(readDocument('docs/troubleshooting.md'));
  const named = (width: RegExp) =>
    rows.map((row) => width.exec(row[0] ?? '')?.[1]).filter((name) => name !== undefined);

  test('has what to do for every error that the source can throw, once, and for no other', () => {
    const listed = named(/^`([a-z_]+)`$/).filter((name) => !(outcomes as readonly string[]).includes(name));
    expect(listed.toSorted()).toEqual([...errorCodes(root).keys()].sort());
    for (const row of rows) expect(row.filter((text) => text === '')).toEqual([]);
  });

  test('explains every outcome of collecting', () => {
    const listed = named(/^`([a-z_]+)`$/).filter((name) => (outcomes as readonly string[]).includes(name));
    expect(listed.toSorted()).toEqual(outcomes.toSorted());
  });
});
