import type { FindingRule } from './rules.ts';

/** Rules of findings about what is followed and series over time. */
export const seriesRules = {
  // What is followed
  never_observed: {
    effect: 'warning',
    group: 'followed',
    about:
      'The watchlist asks for an account, a hashtag, a sound or a post, and nothing of it is stored yet.',
    remedy: 'Run `collect --only` for it and read its outcome; correct the spelling in the watchlist.',
  },
  stale: {
    effect: 'warning',
    group: 'followed',
    about:
      'What the watchlist follows was not observed for more than two cadences, two days at least. Where nothing at all was, that is said once.',
    remedy: 'See `status` for how the last runs went; a run by hand (`collect --only`) tells why.',
  },
  refused_pages: {
    effect: 'warning',
    group: 'followed',
    about:
      'Numbers of an account’s or a post’s page were not believed in the last seven days. The page and the values are kept; the rule that each broke says why.',
    remedy: 'Look at `data/rejected/` of the day.',
  },
  // Series
  gap: {
    effect: 'info',
    group: 'series',
    about:
      'Days of an account are not known: more than 48 hours lie between two observations. Days on which nothing at all was observed are told once, for the ledger.',
    remedy: 'Nothing to repair: charts show a break. Import the days if another source has them.',
  },
  wrap_unresolved: {
    effect: 'warning',
    group: 'series',
    about:
      'Likes were recorded as an overflowed 32-bit counter and no exact value of the account tells how often it wrapped. The cells stay empty until one is seen.',
    remedy: 'Collect the account once, or import one page of it: the next transform fills the cells.',
  },
  zero_sentinel: {
    effect: 'warning',
    group: 'series',
    about: 'A counter is 0 after it was positive: taken as not observed.',
    remedy: 'Nothing is lost; look at the source if it goes on.',
  },
} as const satisfies Record<string, FindingRule>;
