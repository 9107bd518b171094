import { type Effects, liveEffects } from '../effects.ts';
import { KeyPart, pageKey, partOfChange } from '../operate/site/page-key.ts';
import type { Reads } from '../schema/reads.ts';
import { cacheFolder } from '../store/arrow/place.ts';
import { readPageRecord, writePageRecord } from '../store/page-records.ts';
import { LedgerHashes } from './ledger-hashes.ts';

/**
 * The `cacheKey` of a page that does not know beforehand what it reads: it is noted while the page is rendered, and kept. As long as none of it has
 * changed the page has the key that it was rendered under, so that `build` takes it over from the last build.
 */

/** What is kept of a page that was rendered. */
interface PageRecord {
  /** The parts of the key that it was rendered under. */
  parts: Record<string, string>;
  reads: Reads;
  /** Hash of all that it read, by table or file, as `partByDay` writes it. */
  hashes: Record<string, string>;
  /** Why it has to be rendered in each build; null where it has not. */
  again: string | null;
}

export interface ReportKeys {
  /** The key of a page that is made of `parts` and of what it reads. A name of a part is a reason to render the page: one word. */
  keyOf(path: string, parts: Record<string, string>): Promise<{ key: string; parts: Record<string, string> }>;
  /**
   * Keeps what a page read that was rendered under a key of these parts. Where something of it was written after `startedMs`, the page may show
   * what was there before, and is rendered again next time.
   */
  keep(
    path: string,
    page: Pick<PageRecord, 'parts' | 'reads' | 'again'> & { startedMs: number },
  ): Promise<void>;
}

/** The hashes of the ledger in `data`; where the setting `cache` is `off` they are made anew each time. */
export function openLedgerHashes(data: string, cache: string, effects: Effects = liveEffects): LedgerHashes {
  return new LedgerHashes(data, cacheFolder(data, cache), () => effects.now().getTime());
}

/** Keys of pages of the ledger with these hashes; null where it has no cache, so that nothing can be kept. */
export function openReportKeys(hashes: LedgerHashes, effects: Effects = liveEffects): ReportKeys | null {
  const { folder } = hashes;
  if (folder === null) return null;
  const nowMs = () => effects.now().getTime();
  return {
    async keyOf(path, parts) {
      const known = (await readPageRecord(folder, path)) as PageRecord | null;
      const all = { ...parts };
      const told = new Set<string>();
      // Of a page that is not known anything may have changed since a site was built that has it.
      if (known === null) all['ledger'] = await hashes.ledger();
      else {
        if (known.parts['ledger'] !== undefined) all['ledger'] = known.parts['ledger'];
        const now = await hashes.of(known.reads);
        for (const [name, hash] of Object.entries(now)) {
          const before = known.hashes[name] ?? '';
          const part = before === hash ? known.parts[name] : partOfChange(before, hash);
          if (part === undefined) continue;
          all[name] = part;
          told.add(name);
        }
        // Another number each time: the key is never the last one.
        if (known.again !== null) all[known.again] = String(nowMs());
      }
      const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
      const key = Object.entries(sorted).map(([name, part]) => [
        name,
        told.has(name) ? new KeyPart(part) : part,
      ]);
      return { key: pageKey(Object.fromEntries(key)), parts: sorted };
    },
    async keep(path, { parts, reads, again, startedMs }) {
      const now = await hashes.of(reads);
      const changed = await hashes.changedSince(reads, startedMs);
      const record: PageRecord = {
        parts,
        reads,
        hashes: now,
        again: again ?? (changed ? 'ledger-was-changing' : null),
      };
      await writePageRecord(folder, path, record);
    },
  };
}
