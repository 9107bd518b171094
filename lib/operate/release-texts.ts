import { markdownText } from '../format/rows.ts';
import type { TableName } from '../schema/index.ts';
import { tables } from '../schema/index.ts';
import type { AccountName, ReleaseChanges } from './release-changes.ts';

/** What a release says of itself, for people. The same release makes the same words: no clock is asked. */

export interface ReleaseFacts {
  version: string;
  /** The month that it goes up to. */
  month: string;
  previous: string | null;
  /** Name of the published site. */
  title: string;
  /** Address of the published site; null where it has none. */
  site: string | null;
  tables: { table: TableName; rows: number; before: number | null; first: string; last: string }[];
}

const number = (value: number | null) => (value === null ? '–' : value.toLocaleString('en-US'));

function table(names: readonly string[], rows: readonly (readonly string[])[], numbersFrom: number): string {
  const text = markdownText(names, (column) => column >= numbersFrom);
  return text.begin + text.rows(rows) + text.end;
}

export function releaseReadme(facts: ReleaseFacts): string {
  const { version, month, tables: found } = facts;
  const [example = { table: 'account' as TableName }] = found;
  return `# ${facts.title}: release ${version}

TikTok metrics as they were observed up to the end of ${month}, in UTC: public accounts and posts, and what owners exported. An empty
cell was not observed; ids are text, since they do not fit a double. Each row says where it came from.

${table(
  ['table', 'what it is', 'first day', 'last day', 'rows'],
  found.map(({ table: name, first, last, rows }) => [name, tables[name].title, first, last, number(rows)]),
  4,
)}
- \`csv/<table>/<table>-<month>.csv\`: RFC 4180, UTF-8, exactly as stored. Text may look like a formula to a spreadsheet: import it as text.
- \`parquet/<table>/month=<month>/part-0.parquet\`: the same rows in Hive partitions, instants as UTC timestamps in milliseconds.
- \`datapackage.json\`: every column with its type, unit and description (Data Package v2); \`schema/\`: JSON Schemas.
- \`CHANGES.md\`: what came, went and was corrected since the release before; by account and day in \`changes/rows.csv\`, cell by
  cell in \`changes/cells.csv\`.
- \`checksums.sha256\`: \`sha256sum -c checksums.sha256\` proves that every file is as it was made.

\`\`\`sql
-- DuckDB
SELECT * FROM read_parquet('parquet/${example.table}/*/*.parquet', hive_partitioning = true) LIMIT 10;
\`\`\`

To cite it, see \`CITATION.cff\`. A release is never rewritten: corrections come as ${month}.2 and so on, or with the next month.
`;
}

/** Citation File Format 1.2.0. */
export function releaseCitation({ version, month, title, site }: ReleaseFacts): string {
  const text = (value: string) => JSON.stringify(value);
  return `cff-version: 1.2.0
message: "If you use these data, please cite them with their version."
type: dataset
title: ${text(`${title}: TikTok metrics, release ${version}`)}
version: ${text(version)}
abstract: ${text(`Observations of public TikTok accounts and posts up to the end of ${month}, with their sources, as CSV and Parquet.`)}
authors:
  - name: ${text(title)}
keywords:
  - TikTok
  - social media
  - time series
${site === null ? '' : `url: ${text(site)}\n`}`;
}

export function releaseChangelog(facts: ReleaseFacts, changes: ReleaseChanges): string {
  const { version, month, previous } = facts;
  const byTable = new Map(changes.tables.map((each) => [each.table, each]));
  const rows = facts.tables.map(({ table: name, rows: now, before }) => {
    const { added = 0, late = 0, removed = 0, changed = 0 } = byTable.get(name) ?? {};
    return [name, ...[before, added, late, removed, changed, now].map(number)];
  });
  const parts = [
    `# Changes of release ${version}\n\n${
      previous === null
        ? 'The first release: every row is new.'
        : `Against release ${previous}. Late rows are added rows of months that it had already.`
    }\n`,
    table(['table', 'rows before', 'added', 'late', 'removed', 'changed', 'rows now'], rows, 1),
    accounts(changes, month, previous),
  ];
  if (changes.corrected.length > 0)
    parts.push(
      `## Corrected\n\n${table(
        ['table', 'row', 'column', 'before', 'now'],
        changes.corrected.map((each) => [
          each.table,
          each.key,
          each.column,
          short(each.before),
          short(each.after),
        ]),
        5,
      )}`,
    );
  if (changes.removed.length > 0)
    parts.push(
      `## Removed\n\n${table(
        ['table', 'row'],
        changes.removed.map((each) => [each.table, each.key]),
        2,
      )}`,
    );
  const all =
    'By account and day: `changes/rows.csv`. Every corrected cell and removed row: `changes/cells.csv`.\n';
  return [...parts.filter((part) => part !== ''), all].join('\n');
}

function accounts(changes: ReleaseChanges, month: string, previous: string | null): string {
  const lines = [
    ...(changes.newAccounts.length > 0
      ? [`- ${previous === null ? 'Accounts' : 'New'}: ${namesOf(changes.newAccounts)}`]
      : []),
    ...(changes.unobserved.length > 0 ? [`- Not observed in ${month}: ${namesOf(changes.unobserved)}`] : []),
    ...(changes.busiest.length > 0
      ? [
          `- Most added rows: ${changes.busiest.map(({ account_id, rows }) => `${account_id} (${number(rows)})`).join(', ')}`,
        ]
      : []),
  ];
  return lines.length === 0 ? '' : `## Accounts\n\n${lines.join('\n')}\n`;
}

const mostNames = 20;
function namesOf(found: readonly AccountName[]): string {
  const names = found.slice(0, mostNames).map(({ handle, account_id }) => `@${handle} (${account_id})`);
  return `${names.join(', ')}${found.length > mostNames ? ` and ${number(found.length - mostNames)} more` : ''}`;
}

/** A cell as it fits into a table of a text. */
function short(text: string): string {
  if (text === '') return '(empty)';
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : text;
}
