import { seenStep } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import { type Counter, pickCounter } from './counters.ts';
import { type Reading, refused } from './reading.ts';

/** What a carrier says of a hashtag or a sound. */
export interface TopicFacts {
  /** What rows from this carrier are called in `source`. */
  source: string;
  id: string;
  name: string;
  views: Counter;
  posts: Counter;
}

/**
 * Reads the counters of a hashtag or a sound. 0 posts beside views, or 0 views beside posts, is a failed read
 * (drawrowfly/tiktok-scraper#375): not known, not 0.
 */
export function topicCounters(statsV2: unknown, stats: unknown): Pick<TopicFacts, 'views' | 'posts'> {
  const counter = (key: string) => pickCounter(statsV2, stats, key, { v2: seenStep, v1: seenStep });
  const views = counter('viewCount');
  const posts = counter('videoCount');
  const missing = { value: null, step: null };
  return {
    views: views.value === 0 && isAboveZero(posts) ? missing : views,
    posts: posts.value === 0 && isAboveZero(views) ? missing : posts,
  };
}

function isAboveZero({ value }: Counter): boolean {
  return typeof value === 'number' && value > 0;
}

/** The facts, unless there is no counter in them, or every one of several is 0, which is how failed reads look. */
export function readTopic(facts: TopicFacts): Reading<TopicFacts> {
  const { views, posts } = facts;
  if (views.value === null && posts.value === null)
    return refused('layout_changed', 'The page has no counters.');
  if (views.value === 0 && posts.value === 0)
    return refused('invalid', 'Every counter of the page is 0, as in failed reads.');
  return { state: 'read', facts };
}

/** What a page of a hashtag or a sound says: one draft, or why there is none. `isAsked` compares it with the subject. */
export function cleanedTopic(
  capture: Capture,
  table: 'hashtag' | 'sound',
  reading: Reading<TopicFacts>,
  isAsked: (facts: TopicFacts) => boolean,
): Cleaned {
  if (reading.state === 'missing') return withoutRows(capture, 'layout_changed', reading.message);
  if (reading.state === 'refused') return withoutRows(capture, reading.outcome, reading.message);
  const { id, name, views, posts } = reading.facts;
  if (!isAsked(reading.facts))
    return withoutRows(
      capture,
      'invalid',
      `Asked for the ${table} ${capture.subject}, the page is of ${table === 'hashtag' ? name : id}.`,
    );
  const source = sourceOf(capture, reading.facts.source);
  const row = {
    id,
    name,
    views: views.value,
    posts: posts.value,
    views_step: views.step,
    posts_step: posts.step,
    time_precision: 'instant',
    ...provenanceOf(capture, source),
  };
  return {
    outcome: 'ok',
    message: null,
    account_id: null,
    handle: null,
    status: null,
    source,
    listed: [],
    drafts: [{ table, row }],
  };
}
