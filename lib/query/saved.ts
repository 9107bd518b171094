/** Questions that people ask of a ledger, as SQL: `clipbook query --saved <name>`. docs/queries.md is printed from here. */

export interface SavedQuery {
  name: string;
  /** The question. */
  title: string;
  /** What the answer counts, and what it does not: Markdown. */
  about: string;
  sql: string;
}

export const savedQueries: readonly SavedQuery[] = [
  {
    name: 'fastest',
    title: 'Who grew fastest in the last seven days?',
    about:
      "By the account's local days, the newest day that is known against the same account's day a week before.",
    sql: `WITH newest AS (
  SELECT account_id, max(day) AS day FROM account_daily WHERE followers IS NOT NULL GROUP BY account_id
)
SELECT now.handle, now.day, now.followers,
       now.followers - before.followers AS gained,
       round(100.0 * (now.followers - before.followers) / before.followers, 2) AS percent
FROM newest
JOIN account_daily AS now USING (account_id, day)
JOIN account_daily AS before ON before.account_id = now.account_id AND before.day = now.day - 7
WHERE before.followers IS NOT NULL
ORDER BY percent DESC`,
  },
  {
    name: 'newest-posts',
    title: 'What are the newest numbers of every post?',
    about:
      'The last observation of each post, with its engagement rate by views. A count that was not observed makes the rate `NULL`: it is not taken for 0.',
    sql: `SELECT post_id, observed_at, views,
       round((likes + comments + shares + saves)::DOUBLE / views, 4) AS engagement_rate
FROM post
QUALIFY row_number() OVER (PARTITION BY post_id ORDER BY observed_at DESC) = 1
ORDER BY views DESC, post_id`,
  },
  {
    name: 'outstanding-posts',
    title: 'Which posts did at least twice as well as usual?',
    about: "Newest views of each post against the median of its account's posts.",
    sql: `WITH newest AS (
  SELECT account_id, post_id, arg_max(views, observed_at) AS views FROM post GROUP BY account_id, post_id
)
SELECT account_id, post_id, views,
       round(views / median(views) OVER (PARTITION BY account_id), 1) AS times_median
FROM newest
QUALIFY times_median >= 2
ORDER BY times_median DESC`,
  },
  {
    name: 'first-day',
    title: 'How many views did posts have one day after they were published?',
    about:
      'Only the observation nearest to an age of 24 hours counts, and only where it lies within six hours of it: posts of different ages are not compared.',
    sql: `SELECT post.post_id, info.created_at, post.views,
       round(date_diff('minute', info.created_at, post.observed_at) / 60.0, 1) AS age_hours
FROM post
JOIN (SELECT post_id, any_value(created_at) AS created_at FROM post_info GROUP BY post_id) AS info USING (post_id)
WHERE abs(date_diff('minute', info.created_at, post.observed_at) - 24 * 60) <= 6 * 60
QUALIFY row_number() OVER (
  PARTITION BY post.post_id
  ORDER BY abs(date_diff('minute', info.created_at, post.observed_at) - 24 * 60)
) = 1
ORDER BY post.views DESC`,
  },
  {
    name: 'weeks',
    title: 'How many followers came in each week?',
    about: "Weeks begin on Monday. The sum of the days' net changes; `days` says how many of them are known.",
    sql: `SELECT handle, date_trunc('week', day)::DATE AS week,
       sum(followers_net) AS gained, count(followers_net) AS days
FROM account_daily
GROUP BY handle, week
ORDER BY handle, week`,
  },
  {
    name: 'gaps',
    title: 'On which days is an account not known?',
    about: 'Runs of days that are gaps, each with its first and last day.',
    sql: `WITH gaps AS (
  SELECT handle, day, day - row_number() OVER (PARTITION BY handle ORDER BY day)::INTEGER AS run
  FROM account_daily
  WHERE kind = 'gap'
)
SELECT handle, min(day) AS first_day, max(day) AS last_day, count(*) AS days
FROM gaps
GROUP BY handle, run
ORDER BY days DESC, handle`,
  },
  {
    name: 'hashtags',
    title: 'Which hashtags go with many views?',
    about:
      'Median of the newest views of the posts that carry a tag, for tags on three posts at least. An association, not an effect: big accounts and good days have their tags too.',
    sql: `WITH newest AS (
  SELECT post_id, arg_max(views, observed_at) AS views FROM post GROUP BY post_id
), tagged AS (
  SELECT DISTINCT post_id, unnest(hashtags) AS tag FROM post_info
)
SELECT tag, count(*) AS posts, median(views) AS median_views
FROM tagged JOIN newest USING (post_id)
GROUP BY tag
HAVING posts >= 3
ORDER BY median_views DESC`,
  },
  {
    name: 'falls',
    title: 'Where did likes fall?',
    about: "Each fall of an account's total between two observations that follow one another, largest first.",
    sql: `SELECT handle, observed_at, likes, likes - previous AS fall
FROM (
  SELECT handle, observed_at, likes,
         lag(likes) OVER (PARTITION BY account_id ORDER BY observed_at) AS previous
  FROM account
  WHERE likes IS NOT NULL
)
WHERE likes < previous
ORDER BY fall`,
  },
  {
    name: 'events',
    title: 'What happened around an event?',
    about:
      'Followers gained in the three days before and after each annotation, for the account it is about.',
    sql: `SELECT event.date, event.text, after.handle,
       during.followers - before.followers AS gained_before,
       after.followers - during.followers AS gained_after
FROM annotations AS event
JOIN account_daily AS during ON event.subject IN (during.handle, during.account_id) AND during.day = event.date
JOIN account_daily AS before ON before.account_id = during.account_id AND before.day = event.date - 3
JOIN account_daily AS after ON after.account_id = during.account_id AND after.day = event.date + 3
ORDER BY event.date`,
  },
  {
    name: 'returning-viewers',
    title: 'What share of the viewers had watched before?',
    about: "From the owner's own export, by month.",
    sql: `SELECT strftime(day, '%Y-%m') AS month,
       sum(viewers) AS viewers,
       round(sum(returning_viewers)::DOUBLE / sum(viewers), 3) AS returning_share
FROM owner_viewers
GROUP BY month
ORDER BY month`,
  },
];
