import type { FindingRule } from './rules.ts';

/**
 * Rules of findings about what is followed, series over time, posts and totals. Thresholds and their sources are in
 * docs/methods.md#checks.
 */
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
  not_public: {
    effect: 'warning',
    group: 'followed',
    about:
      'An account of the watchlist last answered as private, banned, not found or shut for visitors: its series ends there.',
    remedy: 'Look at the page; correct the handle if it was renamed, or take it off the watchlist.',
  },
  renamed: {
    effect: 'info',
    group: 'followed',
    about: 'The watchlist follows an account under a handle that it no longer has.',
    remedy: 'Put the new handle in the watchlist: somebody else may take the old one.',
  },
  low_volume: {
    effect: 'warning',
    group: 'followed',
    about:
      'On one of the last seven days far fewer accounts were observed than usual: less than half of the median of the 14 days before.',
    remedy: 'See `status` for the run of that day.',
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
  jump: {
    effect: 'warning',
    group: 'series',
    about:
      'Followers moved by a tenth or more, or likes by a fifth, from one observation to the next, and far more than this account ever does (robust z above 3.5), and nothing rose with them.',
    remedy:
      'Compare with the account’s page and with its posts of these days: a post that spread does this, a change of source too.',
  },
  surge: {
    effect: 'info',
    group: 'series',
    about:
      'Followers or likes jumped, and the other rose far more than usual with them: a post spread, be it an old one.',
    remedy: 'Nothing to repair. Mark it in `annotations.csv` if readers should know.',
  },
  spike: {
    effect: 'warning',
    group: 'series',
    about:
      'One observation stands apart (followers by a tenth or more, likes by a fifth), while the observations before and after it agree with each other: it was most likely misread.',
    remedy: 'Look at the capture of that observation.',
  },
  fall: {
    effect: 'info',
    group: 'series',
    about:
      'Followers or likes fell by more than half a percent, beyond rounding, and nothing stored explains it.',
    remedy: 'Falls happen; look closer where one is large.',
  },
  content_removed: {
    effect: 'info',
    group: 'series',
    about:
      'Followers or likes fell by more than half a percent while the number of posts fell: posts were removed.',
    remedy: 'Nothing to repair. Mark it in `annotations.csv` if readers should know.',
  },
  purge: {
    effect: 'warning',
    group: 'series',
    about:
      'Half or more of the followed accounts, three at least, lost more than half a percent of their followers on one day, beyond rounding: the platform removed accounts, or a source changed.',
    remedy: 'Compare one account with its page; mark the day in `annotations.csv`.',
  },
  small_falls: {
    effect: 'info',
    group: 'series',
    about:
      'Counters fell by a rounding step or a little: people leave, comments are deleted, caches lag. Told once for each counter, with how many and how far.',
    remedy: 'Nothing to do.',
  },
  wrapped: {
    effect: 'warning',
    group: 'series',
    about:
      'Likes fell by about 2³² times a whole number: a 32-bit counter overflowed and the source did not say so.',
    remedy: 'Import a total from another source for that day; see docs/methods.md#wrapped-likes.',
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
  identity_change: {
    effect: 'warning',
    group: 'series',
    about:
      'A handle belongs to another account than before: its permanent id changed. Counts before and after are not compared.',
    remedy: 'Check that the account is still the one you mean to follow.',
  },
  stuck: {
    effect: 'warning',
    group: 'series',
    about:
      'Every counter of an exactly counted account repeats the same numbers for a week or longer, which by its earlier movement has a chance below one in a million: the source shows an old copy.',
    remedy: 'Compare with the account’s page.',
  },
  stuck_source: {
    effect: 'warning',
    group: 'series',
    about:
      'A source repeats yesterday’s numbers for nearly all accounts at once, though they usually move: it was not read anew.',
    remedy: 'See how the run of that day went; the values are yesterday’s.',
  },
  batch_glitch: {
    effect: 'warning',
    group: 'series',
    about:
      'Half or more of the accounts of a source, three at least, moved by a tenth or more at once; or a tenth of them, three at least, left their line by half a percent or more and were back with the next observation: the source was misread, or a unit or a column of it changed.',
    remedy: 'Look at the file or the run of that day; what it did to each account is not told again.',
  },
  same_numbers: {
    effect: 'warning',
    group: 'series',
    about:
      'Different accounts have exactly the same followers and likes at the same instant, to five digits or more: one page was stored for several.',
    remedy: 'Look at the captures of these rows.',
  },
  coarser: {
    effect: 'warning',
    group: 'series',
    about:
      'An account that was counted exactly is now rounded at the source: its small changes can no longer be seen.',
    remedy: 'See which source the latest rows name; the page may have changed.',
  },
  sources_disagree: {
    effect: 'warning',
    group: 'series',
    about:
      'Two sources observed an account within an hour of each other and differ by more than 1% beyond rounding.',
    remedy: 'Decide which source to keep collecting from.',
  },

  // Posts and totals
  views_fell: {
    effect: 'warning',
    group: 'posts',
    about:
      'Views of a post fell by more than rounding and half a percent. Views never fall: a source changed or was misread.',
    remedy: 'Look at the source of the two rows.',
  },
  engagement_fell: {
    effect: 'warning',
    group: 'posts',
    about:
      'Likes, shares or saves of a post fell by a twentieth or more, and by 100 at least, between two looks.',
    remedy: 'Compare with the post’s page: the platform may have removed accounts, or a source changed.',
  },
  id_date_differs: {
    effect: 'warning',
    group: 'posts',
    about:
      'A post is said to have been published before its id was made, or more than 31 days after: its date was misread, day and month swapped perhaps.',
    remedy: 'Import the file again with `--day-order`, after removing the rows.',
  },
  post_moved: {
    effect: 'warning',
    group: 'posts',
    about: 'One post is stored under several accounts.',
    remedy: 'Look at the sources: a repost may have been taken for a post.',
  },
  unknown_account: {
    effect: 'info',
    group: 'posts',
    about: 'Posts belong to accounts of which no observation is stored. Told once.',
    remedy: 'Add the accounts to the watchlist if their followers matter.',
  },
  parts_over_total: {
    effect: 'warning',
    group: 'posts',
    about:
      'An account’s total is smaller than the sum of its parts: the likes of its posts add up to more than its likes by half a percent or more, or more posts were seen than it says it has.',
    remedy: 'Compare with the account’s page; posts of another account may be stored under it.',
  },
  post_list_short: {
    effect: 'info',
    group: 'posts',
    about:
      'Fewer posts of an account are known than its page counts. Told once for all accounts whose list is a selection; by account where the list is nearly whole (nine tenths).',
    remedy:
      'Medians and rankings of posts speak of the known ones. Add the missing posts by address, or import them.',
  },
} as const satisfies Record<string, FindingRule>;
