import { describe, expect, test } from 'vitest';
import { allPages, type NextPage } from '../../lib/collect/all-pages.ts';

interface Page {
  ids: string[];
  next: NextPage | null;
}

async function collect(answer: (cursor: string | null, count: number) => Page) {
  const asked: (string | null)[] = [];
  const notes: string[] = [];
  const ids: string[] = [];
  const pages = allPages<Page>({
    ask: async (next) => {
      asked.push(next?.cursor ?? null);
      return answer(next?.cursor ?? null, asked.length);
    },
    nextOf: (page) => page.next,
    idsOf: (page) => page.ids,
    note: (sentence) => notes.push(sentence),
  });
  for await (const page of pages) ids.push(...page.ids);
  return { asked, notes, ids };
}

describe('allPages', () => {
  test('goes on until the origin says that it is over', async () => {
    const { asked, notes, ids } = await collect((cursor) =>
      cursor === '2'
        ? { ids: ['c'], next: null }
        : { ids: [cursor ?? 'a'], next: { cursor: cursor === null ? '1' : '2' } },
    );
    expect(asked).toEqual([null, '1', '2']);
    expect(ids).toEqual(['a', '1', 'c']);
    expect(notes).toEqual([]);
  });

  test('an empty page in the middle is a gap, not the end', async () => {
    const { ids } = await collect((_cursor, count) => ({
      ids: count === 2 ? [] : [`p${count}`],
      next: count === 3 ? null : { cursor: String(count) },
    }));
    expect(ids).toEqual(['p1', 'p3']);
  });

  test.each([
    [
      'the same cursor for ever',
      (_: string | null, count: number) => ({ ids: [`p${count}`], next: { cursor: '1' } }),
      2,
    ],
    [
      'the same posts for ever',
      (_: string | null, count: number) => ({ ids: ['p'], next: { cursor: String(count) } }),
      2,
    ],
    ['empty pages for ever', () => ({ ids: [], next: { cursor: '1' } }), 2],
    [
      'no end at all',
      (_: string | null, count: number) => ({ ids: [`p${count}`], next: { cursor: String(count) } }),
      500,
    ],
  ])('%s ends', async (_what, answer, pages) => {
    const { asked, notes, ids } = await collect(answer);
    expect(asked).toHaveLength(pages);
    expect(notes).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a caller that has enough just stops', async () => {
    let asked = 0;
    const pages = allPages<Page>({
      ask: async () => ({ ids: [String(++asked)], next: { cursor: String(asked) } }),
      nextOf: (page) => page.next,
      idsOf: (page) => page.ids,
    });
    for await (const _page of pages) break;
    expect(asked).toBe(1);
  });
});
