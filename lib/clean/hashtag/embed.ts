import type { Capture } from '../../schema/capture.ts';
import type { Cleaned } from '../cleaned.ts';
import { embedData } from '../embed-page.ts';
import { field, hashtagOf, idOf } from '../fields.ts';
import { cleanedHashtag } from '../hashtag-facts.ts';
import { type Reading, refused, refusedBy } from '../reading.ts';
import { answerOf } from '../status-code.ts';
import { readTopic, type TopicFacts, topicCounters } from '../topic.ts';

/** Reads the embed of a hashtag, `embedInfo`: its counters as text; source `hashtag_embed`. */
export function cleanHashtagEmbed(capture: Capture, text: string): Cleaned {
  return cleanedHashtag(capture, readEmbed(text));
}

function readEmbed(text: string): Reading<TopicFacts> {
  const page = embedData(text, /^\/embed\/tag\//i, 'The hashtag is unknown, or may not be embedded.');
  if (page.state !== 'read') return page;
  const info = field(page.facts, 'embedInfo');
  const answer = answerOf(info);
  if (answer) return refusedBy(answer);
  const id = idOf(field(info, 'id'));
  const name = hashtagOf(field(info, 'title'));
  if (id === null || name === null)
    return refused('layout_changed', 'The embed has no id or no name of a hashtag.');
  return readTopic({ source: 'hashtag_embed', id, name, ...topicCounters(null, info) });
}
