import type { CaptureKind } from '../schema/capture.ts';

const dated = 'Needs the instant it was saved: --at, its name, or what the page itself says.';

/** Kinds of pages and answers that a person may have saved. */
export const pageKinds = {
  'account-page': {
    title: 'Saved account page',
    about: `The page of an account, of today or since 2019, as HTML or the JSON in it. ${dated}`,
  },
  'post-page': {
    title: 'Saved post page',
    about: `The page of a video or photo post, of today or since 2019, as HTML or the JSON in it. ${dated}`,
  },
  'hashtag-page': {
    title: 'Saved hashtag page',
    about: `The page of a hashtag, as HTML or the JSON in it. ${dated}`,
  },
  'sound-page': {
    title: 'Saved sound page',
    about: `The page of a sound, as HTML or the JSON in it. ${dated}`,
  },
  'creator-embed': {
    title: 'Saved creator embed',
    about: `The embed of an account with its newest posts, as HTML or the JSON in it. ${dated}`,
  },
  'post-embed': {
    title: 'Saved post embed',
    about: `The embed of a post, as HTML or the JSON in it. ${dated}`,
  },
  'hashtag-embed': {
    title: 'Saved hashtag embed',
    about: `The embed of a hashtag, as HTML or the JSON in it. ${dated}`,
  },
  'sound-embed': {
    title: 'Saved sound embed',
    about: `The embed of a sound, as HTML or the JSON in it. ${dated}`,
  },
  oembed: {
    title: 'Saved oEmbed answer',
    about: `What /oembed answered for a post: it tells no counter, so it is refused with that reason. ${dated}`,
  },
  'display-user': {
    title: 'Account answer of the Display API',
    about: `One answer of user/info, with its error object. ${dated}`,
  },
  'display-posts': {
    title: 'Posts answer of the Display API',
    about: `One answer of video/list or video/query, with its error object. ${dated}`,
  },
  'research-user': {
    title: 'Account answer of the Research API',
    about: `One answer of user/info, with its error object; it does not name its account (--account). ${dated}`,
  },
  'research-posts': {
    title: 'Posts answer of the Research API',
    about: `One answer of video/query, with its error object. ${dated}`,
  },
} as const satisfies Partial<Record<CaptureKind, { title: string; about: string }>>;

export type PageKind = keyof typeof pageKinds;

export function isPageKind(id: string): id is PageKind {
  return Object.hasOwn(pageKinds, id);
}
