import { request } from 'undici';
import { ClipbookError } from '../errors.ts';
import type { Row } from '../schema/index.ts';

/** Sends what is published to other people's machines: the only file of this stage that uses the network. */

const timeLimitMs = 10_000;

/**
 * Posts alerts as one JSON object `{ version, alerts }` to a webhook. Throws `ClipbookError` (`not_delivered`) when
 * it does not answer with 2xx in time; the URL, which is a secret, is never in the message.
 */
export async function deliverAlerts(webhook: string, alerts: readonly Row<'alert'>[]): Promise<void> {
  let status: number;
  try {
    const response = await request(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: '1', alerts }),
      headersTimeout: timeLimitMs,
      bodyTimeout: timeLimitMs,
    });
    status = response.statusCode;
    await response.body.dump();
  } catch {
    // The cause names the host, which belongs to the secret.
    throw new ClipbookError('not_delivered', 'The webhook could not be reached.', {
      hint: 'Check CLIPBOOK_WEBHOOK; the alerts are recorded and were not lost.',
    });
  }
  if (status < 200 || status > 299)
    throw new ClipbookError('not_delivered', `The webhook answered with status ${status}.`, {
      hint: 'Check CLIPBOOK_WEBHOOK; the alerts are recorded and were not lost.',
    });
}
