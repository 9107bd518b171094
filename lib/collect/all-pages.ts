/** Where a listing goes on. */
export interface NextPage {
  cursor: string;
  search_id?: string;
}

export interface Paging<Page> {
  /** Fetches a page; null for the first one. */
  ask(next: NextPage | null): Promise<Page>;
  /** Where the listing goes on after a page; null after the last one. */
  nextOf(page: Page): NextPage | null;
  /** The ids that a page lists. */
  idsOf(page: Page): readonly string[];
  /** Told, in a sentence, where the listing was left before its end. */
  note?(sentence: string): void;
}

/** Far more than any account has: 500 pages are 10,000 posts of the Display API. */
const mostPages = 500;

/**
 * Every page of a listing, one after the other; a caller that has enough just stops. It ends where the origin says so,
 * and where it would not end: at a cursor that was asked for before, at a page that lists nothing new, after 500 pages.
 * A page without any posts is no reason to end: posts that were deleted since leave gaps. Throws what `ask` throws.
 */
export async function* allPages<Page>({
  ask,
  nextOf,
  idsOf,
  note,
}: Paging<Page>): AsyncGenerator<Page, void> {
  const cursors = new Set<string>();
  const seen = new Set<string>();
  let next: NextPage | null = null;
  for (let count = 1; ; count++) {
    const page: Page = await ask(next);
    const ids = idsOf(page);
    const isRepeated = ids.length > 0 && ids.every((id) => seen.has(id));
    for (const id of ids) seen.add(id);
    if (!isRepeated) yield page;
    next = nextOf(page);
    if (next === null) return;
    const key = JSON.stringify([next.cursor, next.search_id]);
    const why = isRepeated
      ? 'it lists the same posts again'
      : cursors.has(key)
        ? 'it leads back to a page before'
        : count === mostPages
          ? `it has more than ${mostPages} pages`
          : null;
    if (why !== null) {
      note?.(`The listing was left after ${count} pages: ${why}.`);
      return;
    }
    cursors.add(key);
  }
}
