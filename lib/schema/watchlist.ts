import { z } from 'zod';
import { isDay, isZone } from '../calendar.ts';
import { handlePattern } from './column.ts';

/** The hand-edited files of the data root. */

export const watchKinds = ['account', 'post', 'hashtag', 'sound'] as const;

/** A line of `data/watchlist.csv`: one thing that is followed. */
export const watchEntry = z
  .strictObject({
    kind: z.enum(watchKinds, 'kind is account, post, hashtag or sound'),
    /** Handle without @, post id, hashtag without #, or sound id. */
    key: z.string().min(1, 'key is empty'),
    zone: z.string().refine((zone) => zone === '' || isZone(zone), 'zone is not an IANA time zone'),
    cadence: z
      .string()
      .regex(/^(?:[1-9]\d*[hdw])?$/, 'cadence is a number with h, d or w, such as 3h, 1d, 1w'),
    follow_days: z.union([z.literal(''), z.coerce.number().int().min(0).max(3650)]),
    tags: z.string(),
    note: z.string(),
  })
  .refine((entry) => entry.kind !== 'account' || handlePattern.test(entry.key), {
    message: 'key is not a handle (lower case letters, digits, . and _)',
    path: ['key'],
  })
  .refine((entry) => entry.kind !== 'hashtag' || /^[\p{L}\p{M}\p{N}_]{1,100}$/u.test(entry.key), {
    message: 'key is not a hashtag (letters, digits and _, without #)',
    path: ['key'],
  })
  .refine((entry) => !['post', 'sound'].includes(entry.kind) || /^\d{1,20}$/.test(entry.key), {
    message: 'key is not an id (digits)',
    path: ['key'],
  });
export type WatchEntry = z.infer<typeof watchEntry>;
export const watchColumns = Object.keys(watchEntry.shape) as (keyof WatchEntry)[];

/** A line of `data/annotations.csv`: an event that is drawn on every chart it concerns. */
export const annotation = z.strictObject({
  date: z.string().refine(isDay, 'date is not a day (YYYY-MM-DD)'),
  /** A handle, or `*` for every account. */
  subject: z.string().min(1, 'subject is empty'),
  text: z.string().min(1, 'text is empty'),
  link: z.string().refine((link) => link === '' || /^https?:\/\//.test(link), 'link is not an http URL'),
});
export type Annotation = z.infer<typeof annotation>;
export const annotationColumns = Object.keys(annotation.shape) as (keyof Annotation)[];

/** A rule of `data/rules.json`. */
export const alertRule = z.discriminatedUnion('when', [
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    when: z.literal('stale'),
    /** Fires when the latest observation is older than this. */
    older_than_h: z.number().positive(),
    accounts: z.array(z.string()).optional(),
  }),
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    when: z.literal('followers_fell'),
    /** Fires when followers fell by more than this fraction over 7 days. */
    by_fraction: z.number().positive().max(1),
    accounts: z.array(z.string()).optional(),
  }),
]);
export type AlertRule = z.infer<typeof alertRule>;
export const alertRules = z.strictObject({ rules: z.array(alertRule) });
