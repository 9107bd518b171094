import type { PageKind } from './page-kinds.ts';

/** What a page is of: its kind, and the handle, post id, hashtag or sound id; '' where it does not say. */
export interface PageSubject {
  kind: PageKind;
  subject: string;
}

/** How much of a page is looked through for its address. */
const headChars = 200_000;

/** What browsers and pages write of the address a page was saved from, best first. */
const marks: readonly RegExp[] = [
  // SingleFile, and "Save page as" of Chrome and Edge.
  /Page saved with SingleFile\s+url:\s*(https?:\/\/\S{1,500})/,
  /<!-- saved from url=\(\d{1,6}\)(https?:\/\/\S{1,500}) -->/,
  /<link[^>]{0,300}rel="canonical"[^>]{0,300}href="([^"]{1,500})"/,
  /<link[^>]{0,300}href="([^"]{1,500})"[^>]{0,300}rel="canonical"/,
  /<meta[^>]{0,300}property="og:url"[^>]{0,300}content="([^"]{1,500})"/,
];

/** What the address says that a saved page gives of itself; null where it gives none of such a page. */
export function subjectOfAddress(text: string): PageSubject | null {
  const head = text.slice(0, headChars);
  for (const mark of marks) {
    const found = subjectOfUrl(mark.exec(head)?.[1] ?? '');
    if (found !== null) return found;
  }
  return null;
}

const paths: readonly (readonly [PageKind, RegExp])[] = [
  ['creator-embed', /^\/embed\/@([\w.]{1,32})/],
  ['hashtag-embed', /^\/embed\/tag\/([^/]{1,150})/],
  ['sound-embed', /^\/embed\/music\/(?:[^/]*-)?(\d{1,20})/],
  ['post-embed', /^\/embed\/(?:v2\/)?(\d{1,20})/],
  ['post-page', /^\/@[\w.]{0,32}\/(?:video|photo)\/(\d{1,20})/],
  ['account-page', /^\/@([\w.]{1,32})\/?$/],
  ['hashtag-page', /^\/tag\/([^/]{1,150})\/?$/],
  ['sound-page', /^\/music\/(?:[^/]*-)?(\d{1,20})\/?$/],
];

/** What the address of a page is of; null where it is no page that import reads. */
export function subjectOfUrl(url: string): PageSubject | null {
  const parts = /^https?:\/\/(?:www\.|m\.)?tiktok\.com(\/[^?#]*)/i.exec(url);
  if (!parts) return null;
  for (const [kind, path] of paths) {
    const subject = path.exec(parts[1] ?? '')?.[1];
    if (subject !== undefined) return { kind, subject: decoded(subject).toLowerCase() };
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
