import { InputError } from '../errors.ts';
import type { Capture, FileCapture } from '../schema/capture.ts';
import type { OwnerFile } from './file-capture.ts';
import { accountIdOf } from './identity.ts';
import { opensList } from './json-lists.ts';
import { requireAt } from './observed-at.ts';
import type { ImportOptions } from './options.ts';
import type { PageKind } from './page-kinds.ts';
import { recognisePage } from './page-subject.ts';
import { dateOfName, timeOfPage } from './page-time.ts';
import type { Sniff } from './sniff.ts';

/** A saved page as a capture like a collected one. */
export interface SavedPage {
  kind: PageKind;
  capture: Capture;
  /** Whose post it is, where the person says so: the page of a post that is gone does not. */
  account_id: string | null;
}

/** A whole page is well under this; a table that starts with `<` is not read into memory. */
const maxPageBytes = 33_554_432;

/** Keys that begin the data of a page or an answer, alone or beside others. */
const pageKeys =
  /"(?:__DEFAULT_SCOPE__|webapp\.[\w.-]+|UserModule|UserPage|ItemModule|VideoPage|ChallengePage|MusicModule|userInfo|itemInfo|challengeInfo|musicInfo|pageProps|source|embed_product_id|error)"\s*:/;

/**
 * What a file is a saved page of, with its text; null where it is a table. HTML is always taken for a page; JSON only where
 * it is one object that holds the data of a page or is an answer of an API. Throws `InputError` `unknown_kind` for
 * HTML that is no page of these, `file_too_big`.
 */
export async function findPage(file: OwnerFile, sniff: Sniff, as?: PageKind): Promise<FoundPage | null> {
  if (as === undefined && sniff.format !== 'html' && !mayBePage(file, sniff)) return null;
  const body = await readPage(file);
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const found = recognisePage(text);
  if (as !== undefined) return { kind: as, subject: found?.kind === as ? found.subject : '', body, text };
  if (found !== null) return { ...found, body, text };
  if (sniff.format === 'html') throw noPage(file, text);
  return null;
}

export interface FoundPage {
  kind: PageKind;
  /** The handle, post id, hashtag or sound id that the page itself names; '' where it names none. */
  subject: string;
  body: Buffer;
  text: string;
}

function mayBePage(file: OwnerFile, { format, head, whole }: Sniff): boolean {
  if (format === 'csv' || !/^\s*\{/.test(head)) return false;
  if (format === 'ndjson' && (!whole || head.trim().includes('\n'))) return false;
  if (pageKeys.test(head)) return true;
  // An answer of an API ends with the object that says whether it went well.
  return /^\s*\{\s*"data"\s*:\s*\{/.test(head) && (!whole || !opensList(head)) && file.bytes <= maxPageBytes;
}

/**
 * The page as a capture observed at `--at`, else when the page says it was saved, else when its surroundings or its name tell.
 * Its subject is what the page itself names, else `--account` or `--post`, else a post id in the file's name; '' where
 * cleaning needs none. Throws `InputError`: `instant_needed`, `account_needed`, `post_needed`.
 */
export function openSavedPage(
  file: OwnerFile,
  { kind, subject, body, text }: FoundPage,
  options: Pick<ImportOptions, 'account' | 'post' | 'at'>,
  now: Date,
): SavedPage {
  const takenAt = timeOfPage(text, now.getTime()) ?? file.takenAt ?? dateOfName(file.file, now.getTime());
  const { at } = requireAt({ file: { ...file, takenAt }, options }, 'a saved page has no date of its own');
  const named = subject || subjectOfOptions(kind, file, options, text);
  const url = urlOf(kind, named);
  return {
    kind,
    account_id: options.account === undefined ? null : accountIdOf(options.account),
    capture: {
      capture_id: file.capture_id,
      kind,
      subject: named,
      url,
      final_url: url,
      observed_at: at,
      status: 200,
      content_type: text.trimStart().startsWith('<') ? 'text/html' : 'application/json',
      simulated: false,
      body,
    },
  };
}

async function readPage(file: FileCapture): Promise<Buffer> {
  if (file.bytes > maxPageBytes)
    throw new InputError('file_too_big', `${file.file} is too big for a saved page.`, {
      hint: 'Save the page by itself, without pictures and scripts.',
    });
  const chunks: Buffer[] = [];
  for await (const chunk of file.open() as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function noPage(file: FileCapture, text: string): InputError {
  const challenge = /SlardarWAF|_wafchallengeid|tiktok-verify-page|captcha-verify/.test(text);
  return new InputError(
    'unknown_kind',
    challenge
      ? `${file.file} is the page that asks to wait or to prove that one is no robot, not the page behind it.`
      : `${file.file} is a web page, but no page of an account, a post, a hashtag or a sound of TikTok: the data of such a page is not in it.`,
    { hint: 'Open the page in a browser, wait until it shows its numbers, and save it as HTML.' },
  );
}

/** Pages whose counters are read whatever they are of, because the page names it beside them, or it is not asked for. */
const anonymous: readonly PageKind[] = [
  ...(['hashtag-page', 'sound-page', 'hashtag-embed', 'sound-embed', 'post-embed', 'oembed'] as const),
  ...(['display-user', 'research-posts'] as const),
];

function subjectOfOptions(
  kind: PageKind,
  file: FileCapture,
  { account, post }: Pick<ImportOptions, 'account' | 'post'>,
  text: string,
): string {
  if (anonymous.includes(kind)) return '';
  if (kind === 'post-page') {
    const id = post ?? /(?<!\d)\d{17,20}(?!\d)/.exec(file.file)?.[0];
    if (id !== undefined) return id;
    throw new InputError('post_needed', `${file.file} does not say which post it is the page of.`, {
      hint: 'Name it with --post and its id or address, or give the file a name with the id in it.',
    });
  }
  if (account?.handle) return account.handle;
  // A page that shows its counters shows whose they are; the API’s posts have addresses.
  if (
    kind === 'display-posts' ||
    (kind === 'account-page' &&
      /data-e2e="|<meta/.test(text) &&
      !/"webapp\.user-detail"|"UserPage"/.test(text))
  )
    return '';
  throw new InputError('account_needed', `${file.file} does not say which account it is the page of.`, {
    hint: 'Name it with --account @handle.',
  });
}

function urlOf(kind: PageKind, subject: string): string {
  const origin = 'https://www.tiktok.com';
  // The account of a post's address may be left out; the platform fills it in.
  if (kind === 'post-page') return `${origin}/@/video/${subject}`;
  if (kind === 'account-page') return `${origin}/@${subject}`;
  if (kind === 'hashtag-page') return `${origin}/tag/${encodeURIComponent(subject)}`;
  if (kind === 'sound-page') return `${origin}/music/-${subject}`;
  if (kind === 'creator-embed') return `${origin}/embed/@${subject}`;
  return origin;
}
