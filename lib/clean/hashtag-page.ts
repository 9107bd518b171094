import type { Capture } from '../schema/capture.ts';
import type { Cleaned } from './cleaned.ts';
import { readNext } from './hashtag/next.ts';
import { readSigi } from './hashtag/sigi.ts';
import { readUniversal } from './hashtag/universal.ts';
import { cleanedHashtag } from './hashtag-facts.ts';
import { type Carrier, readFirst, subjectOf } from './reading.ts';
import type { TopicFacts } from './topic.ts';

/** The carriers of a hashtag page, best first. */
const carriers: readonly Carrier<TopicFacts>[] = [readUniversal, readSigi, readNext];

/**
 * Reads a hashtag page: one `hashtag` draft, views and posts rounded. The next carrier is asked only where the one before
 * is missing. An empty `capture.subject` (a saved page) is not compared.
 */
export function cleanHashtagPage(capture: Capture, text: string): Cleaned {
  return cleanedHashtag(capture, readFirst(carriers, text, subjectOf(capture)));
}
