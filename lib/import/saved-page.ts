import { InputError } from '../errors.ts';
import type { Capture, CaptureKind, FileCapture } from '../schema/capture.ts';
import type { ImportOptions } from './options.ts';
import { subjectOfPage } from './page-subject.ts';
import type { Sniff } from './sniff.ts';

/** Kinds of pages that a person may have saved. */
export const pageKinds = {
  'account-page': {
    title: 'Saved account page',
    about: 'The page of an account as HTML, or the JSON in it. Needs the day it was saved (--at).',
  },
  'post-page': {
    title: 'Saved post page',
    about: 'The page of a video or photo post as HTML, or the JSON in it. Needs the day it was saved (--at).',
  },
  'creator-embed': {
    title: 'Saved creator embed',
    about:
      'The embed of an account with its newest posts, or the JSON in it. Needs the day it was saved (--at).',
  },
} as const satisfies Partial<Record<CaptureKind, { title: string; about: string }>>;

export type PageKind = keyof typeof pageKinds;

export function isPageKind(id: string): id is PageKind {
  return Object.hasOwn(pageKinds, id);
}

/** What tells each kind, in the text of a page with white space and escapes taken out. */
const marks: readonly (readonly [PageKind, RegExp])[] = [
  ['account-page', /"webapp\.user-detail":/],
  ['post-page', /"webapp\.(?:video-detail|reflow\.video\.detail)":/],
  ['creator-embed', /"\/embed\/@[^"]*":/],
];

/** True where the beginning of a file is that of a page or of the JSON of one, and not of a table. */
export function looksLikePage({ format, head }: Pick<Sniff, 'format' | 'head'>): boolean {
  return format === 'html' || /^\s*\{\s*"(?:__DEFAULT_SCOPE__|source"\s*:\s*\{\s*"data)"\s*:/.test(head);
}

/** A whole page is well under this; a table that starts with `<` is not read into memory. */
const maxPageBytes = 33_554_432;

/** The kind of a saved page by what is in it. Throws `InputError`: `unknown_kind` where it is none of these, `file_too_big`. */
export async function detectPageKind(file: FileCapture): Promise<PageKind> {
  return kindOfPage(file, (await readPage(file)).toString('utf8'));
}

/**
 * A saved page as a capture like a collected one, observed at the given instant. The bytes go along as they are; the subject
 * is the handle or post id that the page itself names, else the account of the options or a post id in the file's name.
 * Throws `InputError`: `account_needed`, `post_needed` where nothing names it, `file_too_big`.
 */
export async function readSavedPage(
  file: FileCapture,
  kind: PageKind,
  observedAt: string,
  options: Pick<ImportOptions, 'account'> = {},
): Promise<Capture> {
  const body = await readPage(file);
  const text = body.toString('utf8');
  const subject = subjectOfPage(kind, text) ?? subjectOfOptions(kind, file, options);
  const url = urlOf(kind, subject);
  return {
    capture_id: file.capture_id,
    kind,
    subject,
    url,
    final_url: url,
    observed_at: observedAt,
    status: 200,
    content_type: text.trimStart().startsWith('<') ? 'text/html' : 'application/json',
    simulated: false,
    body,
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

function kindOfPage(file: FileCapture, text: string): PageKind {
  const start = text.replace(/\\u002F/gi, '/').replace(/"\s*:/g, '":');
  const mark = marks.find(([, pattern]) => pattern.test(start));
  if (mark) return mark[0];
  const challenge = /SlardarWAF|_wafchallengeid|tiktok-verify-page|captcha-verify/.test(text);
  throw new InputError(
    'unknown_kind',
    challenge
      ? `${file.file} is the page that asks to wait or to prove that one is no robot, not the page behind it.`
      : `${file.file} is a web page, but no account or post page of TikTok: the data block of such a page is not in it.`,
    { hint: 'Open the page in a browser, wait until it shows its numbers, and save it as HTML.' },
  );
}

function subjectOfOptions(
  kind: PageKind,
  file: FileCapture,
  { account }: Pick<ImportOptions, 'account'>,
): string {
  if (kind === 'post-page') {
    const id = /(?<!\d)\d{17,20}(?!\d)/.exec(file.file)?.[0];
    if (id !== undefined) return id;
    throw new InputError('post_needed', `${file.file} does not say which post it is the page of.`, {
      hint: 'Give the file a name with the post’s id in it, such as 7665075736742530317.html.',
    });
  }
  if (account?.handle) return account.handle;
  throw new InputError('account_needed', `${file.file} does not say which account it is the page of.`, {
    hint: 'Name it with --account @handle.',
  });
}

function urlOf(kind: PageKind, subject: string): string {
  const origin = 'https://www.tiktok.com';
  if (kind === 'account-page') return `${origin}/@${subject}`;
  // The account of a post's address may be left out; the platform fills it in.
  return kind === 'post-page' ? `${origin}/@/video/${subject}` : `${origin}/embed/@${subject}`;
}
