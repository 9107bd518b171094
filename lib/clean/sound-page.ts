import type { Capture } from '../schema/capture.ts';
import type { Cleaned } from './cleaned.ts';
import { type Carrier, readFirst, subjectOf } from './reading.ts';
import { readNext } from './sound/next.ts';
import { readSigi } from './sound/sigi.ts';
import { readUniversal } from './sound/universal.ts';
import { cleanedSound } from './sound-facts.ts';
import type { TopicFacts } from './topic.ts';

/** The carriers of a sound page, best first. */
const carriers: readonly Carrier<TopicFacts>[] = [readUniversal, readSigi, readNext];

/**
 * Reads a sound page: one `sound` draft, posts rounded. The next carrier is asked only where the one before is missing. An
 * empty `capture.subject` (a saved page) is not compared.
 */
export function cleanSoundPage(capture: Capture, text: string): Cleaned {
  return cleanedSound(capture, readFirst(carriers, text, subjectOf(capture)));
}
