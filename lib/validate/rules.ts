/**
 * Every rule by which a row is refused or a finding is made: id, severity and sentence. Messages, the data-health page and
 * the documentation take their words from here.
 */

export type Severity = 'error' | 'warning' | 'info';

export interface Rule {
  /** `refusal`: the row is not stored. Otherwise the severity of the finding that `check` reports. */
  effect: 'refusal' | Severity;
  /** What it means and why it matters, in a sentence or two. */
  about: string;
}

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
    about: 'A row with the same key is stored already and says something else. The stored one stays.',
  },
  // Findings in the ledger
  edited_by_hand: {
    effect: 'error',
    about: 'A day file is not the file that was written: its hash differs from the manifest’s.',
  },
  unlisted_file: { effect: 'error', about: 'A day file is missing from its month’s manifest.' },
  missing_file: { effect: 'error', about: 'The manifest lists a day file that is not there.' },
  invalid_row: { effect: 'error', about: 'A stored row breaks the schema or a row rule.' },
  duplicate_key: { effect: 'error', about: 'Two stored rows have the same key.' },
  wrong_day: { effect: 'error', about: 'A row lies in the file of another day.' },
  likes_over_views: {
    effect: 'warning',
    about: 'A post has more likes than views. It can be a source that lags; it is not normal.',
  },
  stale: {
    effect: 'warning',
    about: 'An account of the watchlist was not observed for more than two cadences.',
  },
  never_observed: { effect: 'warning', about: 'An account of the watchlist has no observation yet.' },
  gap: {
    effect: 'info',
    about: 'Days of an account are not known: more than 48 hours lie between two observations.',
  },
  wrap_unresolved: {
    effect: 'warning',
    about:
      'Likes were recorded as an overflowed 32-bit counter and no exact value of the account tells how often it wrapped. The cells stay empty until one is seen.',
  },
  refused_pages: {
    effect: 'warning',
    about:
      'Numbers of an account’s or a post’s page were not believed in the last seven days. The page and the values are kept; the rule that each broke says why.',
  },
  zero_sentinel: {
    effect: 'warning',
    about: 'A counter is 0 after it was positive: taken as not observed.',
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;

/** Something a check found. */
export interface Finding {
  rule: RuleId;
  severity: Severity;
  /** A file, an account, a table. */
  subject: string;
  message: string;
}

/** A finding with the severity its rule has. Throws for a rule that refuses rows. */
export function finding(rule: RuleId, subject: string, message: string): Finding {
  const { effect } = rules[rule];
  if (effect === 'refusal') throw new RangeError(`${rule} refuses rows; it makes no finding`);
  return { rule, severity: effect, subject, message };
}
