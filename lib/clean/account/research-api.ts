import type { Capture } from '../../schema/capture.ts';
import { readEnvelope } from '../api-envelope.ts';
import { type Cleaned, withoutRows } from '../cleaned.ts';
import { handleOf } from '../fields.ts';
import { cleanApiAccount } from './api-account.ts';

/**
 * Reads an answer of the Research API's user query: an `account` and an `account_info` draft, source `research_api`. The
 * answer does not name its account, so it is of the one that was asked for. Its counters are exact and some days old.
 */
export function cleanResearchUser(capture: Capture, text: string): Cleaned {
  const answer = readEnvelope(text);
  if (answer.state === 'refused') return withoutRows(capture, answer.outcome, answer.message);
  if (answer.state === 'none') return withoutRows(capture, 'layout_changed', answer.message);
  const asked = handleOf(capture.subject);
  if (asked === null)
    return withoutRows(capture, 'layout_changed', 'Nobody knows which account the answer of the API is of.');
  return cleanApiAccount(capture, asked, answer.data, 'The answer of the API has no counters.');
}
