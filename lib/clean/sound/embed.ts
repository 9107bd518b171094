import type { Capture } from '../../schema/capture.ts';
import type { Cleaned } from '../cleaned.ts';
import { embedData } from '../embed-page.ts';
import { field, idOf, textOf } from '../fields.ts';
import { type Reading, refused, refusedBy } from '../reading.ts';
import { cleanedSound } from '../sound-facts.ts';
import { answerOf } from '../status-code.ts';
import { readTopic, type TopicFacts, topicCounters } from '../topic.ts';

/**
 * Reads the embed of a sound, `embedInfo`: how many posts use it; source `sound_embed`. It names the artist and no title, so
 * the sound is called by its id.
 */
export function cleanSoundEmbed(capture: Capture, text: string): Cleaned {
  return cleanedSound(capture, readEmbed(text));
}

function readEmbed(text: string): Reading<TopicFacts> {
  const page = embedData(text, /^\/embed\/music\//i, 'The sound is unknown, or may not be embedded.');
  if (page.state !== 'read') return page;
  const info = field(page.facts, 'embedInfo');
  const answer = answerOf(info);
  if (answer) return refusedBy(answer);
  const id = idOf(field(info, 'id'));
  if (id === null) return refused('layout_changed', 'The embed has no id of a sound.');
  const name = textOf(field(info, 'title')) ?? id;
  return readTopic({ source: 'sound_embed', id, name, ...topicCounters(null, info) });
}
