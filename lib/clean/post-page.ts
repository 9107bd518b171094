import type { Capture } from '../schema/capture.ts';
import type { Cleaned } from './cleaned.ts';
import { readNext } from './post/next.ts';
import { readSigi } from './post/sigi.ts';
import { readUniversal } from './post/universal.ts';
import { cleanedPost, type PostFacts } from './post-facts.ts';
import { type Carrier, readFirst, subjectOf } from './reading.ts';

/** The carriers of a post page, best first. */
const carriers: readonly Carrier<PostFacts>[] = [readUniversal, readSigi, readNext];

/**
 * Reads a post page: one `post` draft and one `post_info` draft. The next carrier is asked only where the one before is
 * missing. A page of another post than the one asked for is `invalid`; an empty `capture.subject` (a saved page) is not
 * compared.
 */
export function cleanPostPage(capture: Capture, text: string): Cleaned {
  return cleanedPost(capture, readFirst(carriers, text, subjectOf(capture)));
}
