import { z } from 'zod';
import { statuses } from './account.ts';
import {
  choice,
  choiceOrNone,
  count,
  flag,
  id,
  idOrNone,
  instantOrNone,
  list,
  number,
  step,
  textOrNone,
} from './column.ts';
import {
  accountId,
  captureId,
  observedAt,
  provenance,
  rounding,
  source,
  timePrecision,
} from './provenance.ts';
import type { TableSpec } from './table.ts';

const postId = () => id({ title: 'Post id', description: 'Permanent id of the post, as text.' });

/** What a source said of a post's counters at one instant. */
export const post = {
  name: 'post',
  title: 'Post observations',
  description: 'Counters of a post as a source showed them at one instant. An empty cell was not observed.',
  layer: 'clean',
  key: ['post_id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    post_id: postId(),
    observed_at: observedAt(),
    account_id: accountId(),
    views: count({
      title: 'Views',
      unit: 'views',
      description: 'Times the post started to play, replays included.',
    }),
    likes: count({ title: 'Likes', unit: 'likes', description: 'Likes of the post.' }),
    comments: count({ title: 'Comments', unit: 'comments', description: 'Comments under the post.' }),
    shares: count({ title: 'Shares', unit: 'shares', description: 'Times the post was shared.' }),
    saves: count({ title: 'Saves', unit: 'saves', description: 'Times the post was added to favourites.' }),
    views_step: step('views'),
    likes_step: step('likes'),
    comments_step: step('comments'),
    shares_step: step('shares'),
    saves_step: step('saves'),
    rounding: rounding(),
    time_precision: timePrecision(),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** What a post is; a row only when something changed. */
export const postInfo = {
  name: 'post_info',
  title: 'Post details',
  description: 'Text, kind and sound of a post; a row only when something differs from the row before.',
  layer: 'clean',
  key: ['post_id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    post_id: postId(),
    observed_at: observedAt(),
    account_id: accountId(),
    created_at: instantOrNone({
      title: 'Posted at',
      description:
        'When the post was published; read from the id (start of upload) where the source gives no time.',
    }),
    created_from: choiceOrNone(['source', 'id'], {
      title: 'Posted at, from',
      description: '`source` where the page or file gave the time, `id` where it was read from the post id.',
    }),
    text: textOrNone({ title: 'Text', description: 'Caption of the post.' }),
    kind: choiceOrNone(['video', 'photo'], { title: 'Kind', description: 'Video or photo post.' }),
    duration_s: number({
      title: 'Duration',
      unit: 'seconds',
      description: 'Length of the video; empty for photo posts.',
    }),
    sound_id: idOrNone({ title: 'Sound id', description: 'Id of the sound, as text.' }),
    hashtags: list({ title: 'Hashtags', description: 'Hashtags of the post, lower case, without #.' }),
    pinned: flag({ title: 'Pinned', description: 'Whether the account pinned the post.' }),
    ad: flag({ title: 'Ad', description: 'Whether the post is marked as an ad.' }),
    status: choice(statuses, { title: 'Status', description: 'What the source answered for the post.' }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;
