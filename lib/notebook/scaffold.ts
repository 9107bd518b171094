import { InputError } from '../errors.ts';

/** Names that a report may not have, because the folder of reports keeps them for itself. */
const taken = ['index'];

/**
 * The text of a new report, which passes the type check and builds on any ledger, an empty one too.
 * `slug` is the last part of its path: lower case letters, digits and single hyphens, at most 60.
 * Throws `InputError` on a slug that is not.
 */
export function scaffoldReport(
  slug: string,
  { title, question }: { title?: string | undefined; question?: string | undefined } = {},
): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) || slug.length > 60 || taken.includes(slug))
    throw new InputError('bad_name', `${JSON.stringify(slug)} cannot be the name of a report.`, {
      hint: 'Use lower case letters, digits and single hyphens, at most 60, such as "weekly-growth".',
    });
  const words = slug.replaceAll('-', ' ');
  const heading = title?.trim() || `${words[0]?.toUpperCase()}${words.slice(1)}`;
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
