import type { Capture } from '../schema/capture.ts';
import type { Cleaned } from './cleaned.ts';
import { field, idOf, textOf } from './fields.ts';
import { type Reading, refused, subjectOf } from './reading.ts';
import { cleanedTopic, readTopic, type TopicFacts, topicCounters } from './topic.ts';

/** Reads `musicInfo`, as all pages of a sound have it. A sound without a title is called by its id. */
export function readMusic(info: unknown, source: string): Reading<TopicFacts> {
  const id = idOf(field(info, 'music', 'id'));
  if (id === null) return refused('layout_changed', 'The sound page has no id of a sound.');
  const name = textOf(field(info, 'music', 'title')) ?? id;
  return readTopic({ source, id, name, ...topicCounters(field(info, 'statsV2'), field(info, 'stats')) });
}

/** What a page of a sound says. One of another sound than the one asked for is `invalid`. */
export function cleanedSound(capture: Capture, reading: Reading<TopicFacts>): Cleaned {
  const asked = subjectOf(capture);
  return cleanedTopic(capture, 'sound', reading, ({ id }) => asked === null || id === asked);
}
