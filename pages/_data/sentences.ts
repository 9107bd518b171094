import { format } from '#lib';
import type { AccountLine } from './accounts.ts';
import { sortByWeek } from './change.ts';

const statusSentences: Record<AccountLine['summary']['status'], string | null> = {
  ok: null,
  not_found: 'At the latest attempt this account was not found: it was renamed or deleted.',
  private: 'At its latest answer this account was private: its posts are shown to approved followers only.',
  banned: 'At its latest answer this account was banned by the platform.',
  region_locked: 'At its latest answer this account was not shown in the region it was asked from.',
  login_required: 'At its latest answer this account was shown to signed-in people only.',
};

/** What to say of an account that did not answer as a public one; null where all is well. */
export function statusSentence({ summary }: Pick<AccountLine, 'summary'>): string | null {
  return statusSentences[summary.status];
}

/** The same in one or two words, for a table; null where all is well. */
export function statusTag({ summary }: Pick<AccountLine, 'summary'>): string | null {
  return summary.status === 'ok' ? null : summary.status.replaceAll('_', ' ');
}

/** How far the follower count can be trusted to its last digit, under its short form; undefined where there is none. */
export function describeRounding({
  followers,
  followers_step: step,
}: Pick<AccountLine['summary'], 'followers' | 'followers_step'>): string | undefined {
  if (followers === null) return undefined;
  if (step === null) return `${format.exact(followers)} as imported; rounding not known`;
  return step > 1 ? 'rounded at the source' : `${format.exact(followers)} exactly`;
}

/** The overview's headline: the last seven complete days in a sentence. */
export function headline(accounts: readonly AccountLine[]): string {
  const { gained, lost, unchanged, unknown } = sortByWeek(accounts);
  const known = accounts.length - unknown.length;
  const [first] = accounts;
  if (!first) return 'No observations yet';
  if (known === 0) return `${format.plural(accounts.length, 'account')}, and no week of days yet`;
  if (accounts.length === 1) {
    const did =
      gained.length === 1 ? 'gained followers' : lost.length === 1 ? 'lost followers' : 'stood still';
    return `@${first.summary.handle} ${did} in seven days`;
  }
  const which = known === accounts.length ? '' : ' with a known week';
  const of = `${format.plural(known, 'account')}${which}`;
  const all = known === 1 ? `The one account${which}` : known === 2 ? `Both accounts${which}` : `All ${of}`;
  if (gained.length === known) return `${all} gained followers in seven days`;
  if (lost.length === known) return `${all} lost followers in seven days`;
  if (unchanged.length === known) return `${all} stood still in seven days`;
  if (gained.length === 0) return `None of ${of} gained followers in seven days`;
  return `${gained.length} of ${of} gained followers in seven days`;
}
