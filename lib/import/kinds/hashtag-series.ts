import { hashtagHeadings } from '../headings.ts';
import type { Kind } from '../kind.ts';
import { topicSeries } from '../topic-series.ts';

/** Views and posts of hashtags over time. */
export const hashtagSeries: Kind = {
  id: 'hashtag-series',
  title: 'Hashtag series',
  about: 'A table with a row for each hashtag and date: its id and name, and views or posts.',
  tables: ['hashtag'],
  rank: 3,
  ...topicSeries({
    table: 'hashtag',
    headings: hashtagHeadings,
    readName: (cell) => cell.trim().replace(/^#/, '').toLowerCase() || null,
  }),
};
