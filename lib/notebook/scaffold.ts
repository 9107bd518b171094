import { InputError } from '../errors.ts';

/** Names that a report may not have, because the folder of reports keeps them for itself. */
const taken = ['index'];

/** What a template has a page for. */
export const templateKinds = ['account', 'month', 'tag'] as const;
export type TemplateKind = (typeof templateKinds)[number];

export interface ScaffoldOptions {
  title?: string | undefined;
  question?: string | undefined;
  /** Makes a template, with a page for each of these. */
  params?: TemplateKind | undefined;
}

/**
 * The text of a new report, which passes the type check and builds on any ledger, an empty one too.
 * `slug` is the last part of its path: lower case letters, digits and single hyphens, at most 60.
 * Throws `InputError` on a slug that is not.
 */
export function scaffoldReport(slug: string, { title, question, params }: ScaffoldOptions = {}): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) || slug.length > 60 || taken.includes(slug))
    throw new InputError('bad_name', `${JSON.stringify(slug)} cannot be the name of a report.`, {
      hint: 'Use lower case letters, digits and single hyphens, at most 60, such as "weekly-growth".',
    });
  const words = slug.replaceAll('-', ' ');
  const heading = title?.trim() || `${words[0]?.toUpperCase()}${words.slice(1)}`;
  if (params !== undefined) return template(heading, question, params);
  // JSON texts are YAML texts too, whatever stands in them.
  return `---
title: ${JSON.stringify(heading)}
question: ${JSON.stringify(question?.trim() || 'Which account has the most followers?')}
---

{answer}

\`\`\`ts cell
// Every name is in scope in later cells and in the prose; the last expression of a cell is what it prints.
const daily = await readTable('account_daily')
const largest = daily
  .filter(({ followers }) => followers !== null)
  .sort((a, b) => (b.followers ?? 0) - (a.followers ?? 0))
  .at(0)
const answer =
  largest === undefined
    ? 'There is no observation of followers yet.'
    : \`@\${largest.handle} had \${format.compact(largest.followers)} followers on \${format.dayLong(largest.day)}, the most of any account.\`
\`\`\`

\`\`\`ts cell name="followers" caption="Followers of every account by day"
lineChart(daily, { y: 'followers', highlight: largest?.account_id })
\`\`\`
`;
}

function template(heading: string, question: string | undefined, kind: TemplateKind): string {
  const { asks, pages, cells } = templates[kind];
  return `---
title: ${JSON.stringify(heading)}
question: ${JSON.stringify(question?.trim() || asks)}
params: ${kind}
---

{answer}

\`\`\`ts params
// The last expression lists the pages; the field "${kind}" is the last part of a page’s path. Cells know the page as "params".
${pages}
\`\`\`

\`\`\`ts cell
${cells}
\`\`\`

\`\`\`ts cell name="followers" caption="Followers by day"
lineChart(daily, { y: 'followers' })
\`\`\`

\`\`\`ts test name="every page has an answer"
expect(answer).not.toBe('')
\`\`\`
`;
}

const templates: Record<TemplateKind, { asks: string; pages: string; cells: string }> = {
  account: {
    asks: 'How many followers does the account have?',
    pages: `const summaries = await readTable('summary')
summaries.map(({ handle, account_id }) => ({ account: handle, label: \`@\${handle}\`, account_id }))`,
    cells: `const daily = await readTable('account_daily', { accounts: [params.account_id] })
const last = daily.findLast(({ followers }) => followers !== null)
const answer = \`\${params.label} had \${format.compact(last?.followers)} followers on its last known day.\``,
  },
  month: {
    asks: 'How did the month go?',
    pages: `const days = await readTable('account_daily', { columns: ['day'] })
const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))].sort().reverse()
months.map((month) => ({ month }))`,
    cells: `const daily = await readTable('account_daily', { from: \`\${params.month}-01\`, to: \`\${params.month}-31\` })
const accounts = new Set(daily.map(({ account_id }) => account_id)).size
const answer = \`\${format.plural(accounts, 'account')} had days in \${params.month}.\``,
  },
  tag: {
    asks: 'How many followers do the accounts of the tag have?',
    pages: `const followed = await readWatchlist(readSettings().data)
const tags = [...new Set(followed.flatMap((entry) => entry.tags.split(' ')))].filter(Boolean).sort()
tags.map((tag) => ({ tag, label: \`#\${tag}\` }))`,
    cells: `const watched = await readWatchlist(readSettings().data)
const handles = new Set(watched.filter((entry) => entry.tags.split(' ').includes(params.tag)).map((entry) => entry.key))
const daily = (await readTable('account_daily')).filter(({ handle }) => handles.has(handle))
const answer = \`\${format.plural(handles.size, 'entry', 'entries')} of the watchlist \${handles.size === 1 ? 'has' : 'have'} the tag \${params.label}.\``,
  },
};
