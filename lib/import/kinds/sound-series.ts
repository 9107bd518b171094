import { soundHeadings } from '../headings.ts';
import type { Kind } from '../kind.ts';
import { topicSeries } from '../topic-series.ts';

/** Posts that use sounds, over time. */
export const soundSeries: Kind = {
  id: 'sound-series',
  title: 'Sound series',
  about: 'A table with a row for each sound and date: its id and title, and posts or views.',
  tables: ['sound'],
  rank: 3,
  ...topicSeries({
    table: 'sound',
    headings: soundHeadings,
    readName,
  }),
};

/** Some sources put a whole JSON object into the cell: only its title is taken, never the address of the media file. */
function readName(cell: string): string | null {
  const text = cell.trim();
  if (!text.startsWith('{')) return text === '' ? null : text;
  try {
    const { title } = JSON.parse(text) as { title?: unknown };
    return typeof title === 'string' && title.trim() !== '' ? title.trim() : null;
  } catch {
    return null;
  }
}
