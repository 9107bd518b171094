import { createHash } from 'node:crypto';
import { type Effects, liveEffects } from '../effects.ts';
import { pageKey } from '../operate/site/page-key.ts';
import type { TableName } from '../schema/index.ts';
import type { Reads, TableRead } from '../schema/reads.ts';
import { cacheFolder } from '../store/arrow/place.ts';
import { type DayHash, type DayHashes, hashDays, hashFile, stampLedger } from '../store/day-hashes.ts';
import { readPageRecord, writePageRecord } from '../store/page-records.ts';

/**
 * The `cacheKey` of a page that does not know beforehand what it reads: it is noted while the page is rendered, and kept. As long as none of it has
 * changed the page has the key that it was rendered under, so that `build` takes it over from the last build.
 */

/** What is kept of a page that was rendered. */
interface PageRecord {
  /** The parts of the key that it was rendered under. */
  parts: Record<string, string>;
  reads: Reads;
  /** Hash of all that it read, by table or file. */
  hashes: Record<string, string>;
  /** Why it has to be rendered in each build; null where it has not. */
  again: string | null;
}

export interface ReportKeys {
  /** The key of a page that is made of `parts` and of what it reads. A name of a part is a reason to render the page: one word. */
  keyOf(path: string, parts: Record<string, string>): Promise<{ key: string; parts: Record<string, string> }>;
  /** Keeps what a page read since `startedMs` that was rendered under a key of these parts. */
  keep(
    path: string,
    page: Pick<PageRecord, 'parts' | 'reads' | 'again'> & { startedMs: number },
  ): Promise<void>;
  /** Now, for `startedMs`. */
  nowMs(): number;
}

/** Keys of pages of the ledger in `data`; null where the setting `cache` is `off`, so that nothing can be kept. */
export function openReportKeys(
  data: string,
  cache: string,
  effects: Effects = liveEffects,
): ReportKeys | null {
  const folder = cacheFolder(data, cache);
  if (folder === null) return null;
  const nowMs = () => effects.now().getTime();
  const hashes = new LedgerHashes(data, folder, nowMs);
  return {
    nowMs,
    async keyOf(path, parts) {
      const known = (await readPageRecord(folder, path)) as PageRecord | null;
      const all = { ...parts };
      // Of a page that is not known anything may have changed since a site was built that has it.
      if (known === null) all['ledger'] = await hashes.ledger();
      else {
        if (known.parts['ledger'] !== undefined) all['ledger'] = known.parts['ledger'];
        const now = await hashes.of(known.reads);
        for (const [name, hash] of Object.entries(now)) {
          const kept = known.hashes[name] === hash ? known.parts[name] : hash;
          if (kept !== undefined) all[name] = kept;
        }
        // Another number each time: the key is never the last one.
        if (known.again !== null) all[known.again] = String(nowMs());
      }
      const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
      return { key: pageKey(sorted), parts: sorted };
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

/** Hashes of stored days and files, each made once, and kept for the next build with what tells that they still hold. */
class LedgerHashes {
  readonly #data: string;
  readonly #folder: string;
  #ledger: Promise<string> | undefined;
  readonly #nowMs: () => number;
  readonly #found = new Map<string, Promise<DayHashes>>();

  constructor(data: string, folder: string, nowMs: () => number) {
    this.#data = data;
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  /** A hash of all of it, as it was when it was first asked for. */
  ledger(): Promise<string> {
    this.#ledger ??= stampLedger(this.#data);
    return this.#ledger;
  }

  /** One hash for each table and file of what was read. */
  async of({ tables, files }: Reads): Promise<Record<string, string>> {
    const texts = new Map<string, string>();
    const add = (name: string, text: string) => texts.set(name, `${texts.get(name) ?? ''}${text}\n`);
    for (const read of tables)
      for (const [day, { sha256 }] of Object.entries(await this.#days(read)))
        if (isIn(read, day)) add(read.table, `${day} ${sha256}`);
    for (const { table } of tables) add(table, '');
    for (const { file, data } of files) add(file, (await this.#file(data, file)).sha256);
    return Object.fromEntries([...texts].map(([name, text]) => [name, hashOf(text)]));
  }

  /** Whether a file of what was read is younger than the reading: then its hash need not be that of what was read. */
  async changedSince({ tables, files }: Reads, startedMs: number): Promise<boolean> {
    for (const read of tables)
      for (const [day, hash] of Object.entries(await this.#days(read)))
        if (isIn(read, day) && isYounger(hash, startedMs)) return true;
    for (const { file, data } of files) if (isYounger(await this.#file(data, file), startedMs)) return true;
    return false;
  }

  #days({ data, table }: TableRead): Promise<DayHashes> {
    return this.#once(`${data} ${table}`, (known) =>
      hashDays(data, table as TableName, known, this.#nowMs()),
    );
  }

  async #file(data: string, file: string): Promise<DayHash> {
    const found = await this.#once(`${data} ${file}`, async (known) => ({
      '': await hashFile(data, file, known[''], this.#nowMs()),
    }));
    return found[''] as DayHash;
  }

  #once(name: string, make: (known: DayHashes) => Promise<DayHashes>): Promise<DayHashes> {
    let found = this.#found.get(name);
    if (!found) {
      found = this.#make(`hashes ${hashOf(name)}`, make);
      this.#found.set(name, found);
    }
    return found;
  }

  async #make(record: string, make: (known: DayHashes) => Promise<DayHashes>): Promise<DayHashes> {
    const known = ((await readPageRecord(this.#folder, record)) ?? {}) as DayHashes;
    const hashes = await make(known);
    if (Object.entries(hashes).some(([day, hash]) => known[day] !== hash))
      await writePageRecord(this.#folder, record, hashes);
    return hashes;
  }
}

function isIn({ from, to }: TableRead, day: string): boolean {
  return day === '' || ((from === null || day >= from) && (to === null || day <= to));
}

function isYounger({ files }: DayHash, thanMs: number): boolean {
  return files.some((signature) => {
    const [, modified = '0', changed = '0'] = signature.split(' ');
    return Math.max(Number(modified), Number(changed)) > thanMs;
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
