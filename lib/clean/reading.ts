import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import type { Status } from './cleaned.ts';
import type { Found } from './embedded.ts';
import type { Answer } from './status-code.ts';

/**
 * What one carrier of a page says. Only where it is `missing` may the next one be asked: a carrier that is cut, that
 * contradicts itself or that answers with a status code has the last word, so that a damaged page never yields a number.
 */
export type Reading<T> =
  | { state: 'read'; facts: T }
  | { state: 'missing'; message: string }
  | { state: 'refused'; outcome: Outcome; message: string; status: Status | null };

/** Reads one carrier. `asked` is what the page should be of; null where nobody asked. Never throws. */
export type Carrier<T> = (text: string, asked: string | null) => Reading<T>;

/** The carriers of a page in their order: what the first of them says that is there. */
export function readFirst<T>(
  carriers: readonly Carrier<T>[],
  text: string,
  asked: string | null,
): Reading<T> {
  let missing: Reading<T> = { state: 'missing', message: 'The page carries no data.' };
  for (const [order, carrier] of carriers.entries()) {
    const reading = carrier(text, asked);
    if (reading.state !== 'missing') return reading;
    // Today's carrier comes first, and its absence is what a reader of the message can act on.
    if (order === 0) missing = reading;
  }
  return missing;
}

export function refused<T>(outcome: Outcome, message: string, status: Status | null = null): Reading<T> {
  return { state: 'refused', outcome, message, status };
}

/** The answer of a page itself, as a reading. */
export function refusedBy<T>({ outcome, message, status }: Answer): Reading<T> {
  return { state: 'refused', outcome, message, status };
}

/** A carrier that is not there, or that cannot be trusted. */
export function unread<T>(found: Exclude<Found, { state: 'found' }>): Reading<T> {
  return found.state === 'missing' ? found : refused('layout_changed', found.message);
}

/** What was asked for; null for a saved page, of which nobody says what it is. */
export function subjectOf(capture: Capture): string | null {
  return capture.subject === '' ? null : capture.subject;
}
