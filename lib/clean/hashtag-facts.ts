import type { Capture } from '../schema/capture.ts';
import type { Cleaned } from './cleaned.ts';
import { field, hashtagOf, idOf } from './fields.ts';
import { type Reading, refused } from './reading.ts';
import { cleanedTopic, readTopic, type TopicFacts, topicCounters } from './topic.ts';

/** Reads `challengeInfo`, as all pages of a hashtag have it; in older ones the counters stand in the `challenge`. */
export function readChallenge(info: unknown, source: string): Reading<TopicFacts> {
  const challenge = field(info, 'challenge');
  const id = idOf(field(challenge, 'id'));
  const name = hashtagOf(field(challenge, 'title'));
  if (id === null || name === null)
    return refused('layout_changed', 'The hashtag page has no id or no name of a hashtag.');
  const stats = field(info, 'stats') ?? field(challenge, 'stats');
  const statsV2 = field(info, 'statsV2') ?? field(challenge, 'statsV2');
  return readTopic({ source, id, name, ...topicCounters(statsV2, stats) });
}

/** What a page of a hashtag says. One of another hashtag than the one asked for is `invalid`. */
export function cleanedHashtag(capture: Capture, reading: Reading<TopicFacts>): Cleaned {
  const asked = hashtagOf(capture.subject);
  const isAsked = ({ name }: TopicFacts) => asked === null || name.normalize() === asked.normalize();
  return cleanedTopic(capture, 'hashtag', reading, isAsked);
}
