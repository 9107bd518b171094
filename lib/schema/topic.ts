import { z } from 'zod';
import { count, id, step, text } from './column.ts';
import { captureId, observedAt, provenance, source, timePrecision } from './provenance.ts';
import type { TableSpec } from './table.ts';

const topicRow = (what: string) =>
  z.strictObject({
    id: id({ title: `${what} id`, description: `Permanent id of the ${what.toLowerCase()}, as text.` }),
    observed_at: observedAt(),
    name: text({
      title: 'Name',
      description: what === 'Hashtag' ? 'The hashtag, lower case, without #.' : 'Title of the sound.',
    }),
    views: count({ title: 'Views', unit: 'views', description: 'Views of all posts that use it.' }),
    posts: count({ title: 'Posts', unit: 'posts', description: 'Posts that use it.' }),
    views_step: step('views'),
    posts_step: step('posts'),
    time_precision: timePrecision(),
    source: source(),
    capture_id: captureId(),
  });

/** Counters of a hashtag at one instant. */
export const hashtag = {
  name: 'hashtag',
  title: 'Hashtag observations',
  description: 'Counters of a hashtag as a source showed them at one instant.',
  layer: 'clean',
  key: ['id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  row: topicRow('Hashtag'),
} as const satisfies TableSpec;

/** Counters of a sound at one instant. */
export const sound = {
  name: 'sound',
  title: 'Sound observations',
  description: 'Counters of a sound as a source showed them at one instant.',
  layer: 'clean',
  key: ['id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  row: topicRow('Sound'),
} as const satisfies TableSpec;
