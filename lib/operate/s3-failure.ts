import { load } from 'cheerio';
import { ClipbookError, InputError, messageOf } from '../errors.ts';

/** What went wrong with one call to a store, before anybody decides whether to try again. */
export class S3Failure extends Error {
  override readonly name = 'S3Failure';
  readonly code: string;
  readonly status: number;
  readonly region: string | null;
  constructor(code: string, message: string, status = 0, region: string | null = null) {
    super(message);
    this.code = code;
    this.status = status;
    this.region = region;
  }

  /** From an answer: its code and message as the store gave them, without signs that a terminal would obey. */
  static of(status: number, headers: Readonly<Record<string, string>>, text: string): S3Failure {
    const error = load(text, { xml: true })('Error').first();
    const plain = (name: string) =>
      error
        .children(name)
        .first()
        .text()
        .replaceAll(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, 200);
    const region = headers['x-amz-bucket-region'] ?? plain('Region');
    return new S3Failure(
      plain('Code') || `status ${status}`,
      plain('Message'),
      status,
      /^[a-z0-9-]+$/.test(region) ? region : null,
    );
  }

  /** Whether the same call may go through a moment later: connections that break, time limits, faults of the store. */
  static mayPass(error: unknown): boolean {
    if (!(error instanceof S3Failure)) return !(error instanceof ClipbookError);
    if (error.status === 0) return error.code !== 'too_long';
    return (
      error.status >= 500 || error.status === 429 || error.status === 408 || error.code === 'RequestTimeout'
    );
  }
}

interface Where {
  name: string;
  region: string;
  endpoint: string;
}

/** A failure as a person reads it. */
export function failureOf(error: unknown, { name, region, endpoint }: Where): unknown {
  if (error instanceof ClipbookError) return error;
  if (!(error instanceof S3Failure) || error.status === 0)
    return new ClipbookError(
      'bucket_unreachable',
      `${endpoint} did not answer as it should: ${reasonOf(error)}.`,
      {
        hint: 'Is the machine online, and AWS_ENDPOINT_URL_S3 right? Try again later; no backup was changed.',
      },
    );
  const { code, status, message } = error;
  const said = `${code}${message === '' ? '' : `: ${message}`}`;
  if (code === 'NoSuchBucket')
    return new InputError('bucket_missing', `There is no bucket "${name}" at ${endpoint}.`, {
      hint: 'Make it first, or correct its name.',
    });
  if (error.region !== null && error.region !== region && status < 500)
    return new InputError(
      'bucket_wrong_region',
      `The bucket "${name}" is in ${error.region}, not in ${region}.`,
      {
        hint: `Set AWS_REGION=${error.region}.`,
      },
    );
  if (status === 401 || status === 403)
    return new InputError(
      'bucket_refused',
      `${endpoint} refuses the bucket "${name}" to this key (${said}).`,
      {
        hint: 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, what the key may do, and the clock of this machine.',
      },
    );
  return new ClipbookError('bucket_failed', `${endpoint} answered with status ${status} (${said}).`, {
    hint: 'What it says is in brackets. No backup was changed.',
  });
}

/** A network error has a code where it happened, and often no message. */
function reasonOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const name = error instanceof S3Failure ? '' : String(code ?? cause?.code ?? '');
  return [messageOf(error), name].filter((text) => text !== '').join(', ');
}
