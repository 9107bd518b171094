import type { Synonyms } from './columns.ts';
import { accountHeadings, hashtagHeadings, infoHeadings, postHeadings, soundHeadings } from './headings.ts';

/** The fields of a kind, each with a heading by which the kind knows it. */
type Fields = Readonly<Record<string, string>>;

function fieldsOf(headings: Synonyms<string>): Fields {
  return Object.fromEntries(Object.entries(headings).map(([field, words]) => [field, words[0] as string]));
}

const { date: _either, ...ofPosts } = fieldsOf(postHeadings);

/** The kinds of rows that a mapping can make, with their fields. */
export const mappable: Readonly<Record<string, Fields>> = {
  'account-series': { ...fieldsOf(accountHeadings), ...fieldsOf(infoHeadings) },
  'post-table': ofPosts,
  'hashtag-series': fieldsOf(hashtagHeadings),
  'sound-series': fieldsOf(soundHeadings),
};

/** Of each group one field must be given: what a row is about, and what was counted. */
export const neededFields: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'account-series': [['followers', 'following', 'likes', 'posts']],
  'post-table': [
    ['post_id', 'url'],
    ['views', 'likes', 'comments', 'shares', 'saves'],
  ],
  'hashtag-series': [['id'], ['views', 'posts']],
  'sound-series': [['id'], ['views', 'posts']],
};

/** Fields that hold dates, and those that hold counts. */
export const dateFields: ReadonlySet<string> = new Set(['observed_at', 'created_at']);
export const countFields: ReadonlySet<string> = new Set([
  ...['followers', 'following', 'likes', 'posts', 'views', 'comments', 'shares', 'saves'],
]);
