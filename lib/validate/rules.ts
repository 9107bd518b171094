import { fileRules } from './file-rules.ts';
import { seriesRules } from './series-rules.ts';

/**
 * The one catalogue of rules by which a row is refused or a finding is made: id, severity and sentence. Messages, the
 * data-health page and docs/rules.md take their words from here.
 */

export type Severity = 'error' | 'warning' | 'info';

/** What a finding is about: the parts of docs/rules.md and of the data-health page, in their order. */
export const ruleGroups = {
  files: 'Files',
  rows: 'Rows',
  followed: 'What is followed',
  series: 'Series',
  posts: 'Posts and totals',
} as const;

export interface FindingRule {
  /** The severity of its findings: `error` stops publishing, `warning` is shown as a badge, `info` is told. */
  effect: Severity;
  group: keyof typeof ruleGroups;
  /** What it means and why it matters, in a sentence or two. */
  about: string;
  /** What a person does about it. */
  remedy: string;
}

export interface RefusalRule {
  /** The row is not stored. */
  effect: 'refusal';
  about: string;
}

export type Rule = FindingRule | RefusalRule;

/** What `check` finds in the ledger. */
export const findingRules = { ...fileRules, ...seriesRules };

export const rules = {
  // Refusals while reading a file
  blank_row: { effect: 'refusal', about: 'The row has no value in any cell.' },
  ragged_row: { effect: 'refusal', about: 'The row has more or fewer cells than the header has names.' },
  bad_json: { effect: 'refusal', about: 'The line is not valid JSON, or not an object.' },
  bad_quotes: { effect: 'refusal', about: 'A quoted cell is not closed, or text stands outside its quotes.' },
  conflicting_columns: {
    effect: 'refusal',
    about: 'Two columns of the row that must say the same, such as a count written twice, do not.',
  },
  not_observed: {
    effect: 'refusal',
    about: 'The row holds no number: the source did not observe anything, or says "undefined".',
  },
  not_a_count: { effect: 'refusal', about: 'A cell that must hold a whole number holds something else.' },
  ambiguous_count: {
    effect: 'refusal',
    about:
      'A count such as 1.234 may be two numbers, since the mark in it groups digits in some languages and stands before decimals in others, and nothing in the file tells which.',
  },
  negative_count: { effect: 'refusal', about: 'A cumulative counter is below zero, which it cannot be.' },
  impossible_date: { effect: 'refusal', about: 'The date does not exist in the calendar or cannot be read.' },
  ambiguous_date: {
    effect: 'refusal',
    about: 'The date may be read day first or month first, and nothing in the file tells which.',
  },
  date_out_of_range: {
    effect: 'refusal',
    about: 'The date lies before the platform existed or in the future.',
  },
  bad_handle: { effect: 'refusal', about: 'The handle has characters that no handle has.' },
  bad_id: { effect: 'refusal', about: 'The id is not a number of up to 20 digits.' },
  id_destroyed: {
    effect: 'refusal',
    about: 'A spreadsheet turned the id into a rounded number, and no link in the row tells the true one.',
  },
  page_without_numbers: {
    effect: 'refusal',
    about:
      'A saved page tells neither a counter nor a state: it is a challenge, a login wall, or another page.',
  },
  unreadable_version: {
    effect: 'refusal',
    about:
      'A version of a file in git cannot be read: half a file, a merge conflict, an error page. The other versions are imported.',
  },
  // Refusals of drafts
  schema: { effect: 'refusal', about: 'A value is not of its column’s type.' },
  all_zero: {
    effect: 'refusal',
    about:
      'Every counter of an account is 0, or a post that is older than an hour has no view. Scrapers write that when a request failed; a missing number is never a zero.',
  },
  zero_glitch: {
    effect: 'refusal',
    about:
      'One counter is 0 although another is far from it: the platform sometimes answers 0 for followers or likes of every account at once. Views are 0 although somebody liked, shared or saved the post.',
  },
  zero_after_positive: {
    effect: 'refusal',
    about:
      'A counter is 0 although it was far from it at the last look: the page was had and kept, and its numbers are not believed.',
  },
  glitch_batch: {
    effect: 'refusal',
    about:
      'More than half of the accounts of a run, three at least, fell to 0 at once: the source had failed, and none of its account rows is believed.',
  },
  posted_after_observed: {
    effect: 'refusal',
    about: 'The post was observed on a day before it was published.',
  },
  conflicting_observation: {
    effect: 'refusal',
    about:
      'A row with the same key is stored already and says something else, or is of another source. The stored one stays.',
  },
  ...findingRules,
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
export type FindingRuleId = keyof typeof findingRules;

/** What a finding concerns, for those who place it: a page of an account, a chart of a counter, days of a chart. */
export interface Scope {
  account_id?: string | undefined;
  /** The counter that it speaks of, e.g. `followers`. */
  counter?: string | undefined;
  /** First and last day (UTC) that it speaks of. */
  first_day?: string | undefined;
  last_day?: string | undefined;
}

/** Something a check found. */
export interface Finding extends Scope {
  rule: FindingRuleId;
  severity: Severity;
  /** A file, an account (`@handle`), a table, a post. */
  subject: string;
  message: string;
}

/** A finding with the severity its rule has. */
export function finding(rule: FindingRuleId, subject: string, message: string, scope: Scope = {}): Finding {
  return { rule, severity: findingRules[rule].effect, subject, message, ...scope };
}

/** Findings of one rule that are listed one by one. */
export const listedPerRule = 100;

/**
 * Findings as they are reported: errors first, then warnings, then notes, each in the order of the catalogue; of more than
 * `listedPerRule` of a rule the rest is one finding that says how many they are.
 */
export function arrangeFindings(findings: readonly Finding[]): Finding[] {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const order = Object.keys(findingRules) as FindingRuleId[];
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return severities.flatMap((severity) =>
    order
      .filter((rule) => findingRules[rule].effect === severity)
      .flatMap((rule) => {
        const all = byRule.get(rule) ?? [];
        const listed = all.slice(0, listedPerRule);
        const rest = all.length - listed.length;
        return rest === 0 ? listed : [...listed, finding(rule, 'more', `And ${rest} more of this rule.`)];
      }),
  );
}
