import { contentMember, type Member } from '../../../lib/operate/backup/contents.ts';
import type { ArchiveSource, BackupPlace } from '../../../lib/operate/backup/place.ts';
import { writeArchive } from '../../../lib/operate/backup/write.ts';

/** Archives in memory, for tests that look at every byte of one. */

export const head = { made_by: 'clipbook 0.1.0', created_at: '2026-11-22T03:04:05Z', ledger: 'clipbook' };

export async function archiveOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  return packed(Object.entries(files).map(([name, text]) => contentMember(name, Buffer.from(text))));
}

export async function packed(
  members: readonly Member[],
  changes: Partial<typeof head> = {},
): Promise<Buffer> {
  async function* each() {
    yield* members;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeArchive(each(), { ...head, ...changes })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function sourceOf(archive: Buffer): ArchiveSource {
  return {
    bytes: archive.length,
    async *read(offset, bytes) {
      // Odd pieces, so that nothing leans on where a chunk ends.
      for (let at = offset; at < offset + bytes && at < archive.length; at += 777)
        yield archive.subarray(at, Math.min(at + 777, offset + bytes, archive.length));
    },
  };
}

export function memoryPlace(archives: Readonly<Record<string, Buffer>>): BackupPlace {
  const nobody = async () => {
    throw new Error('not in this test');
  };
  return {
    label: 'memory',
    list: async () => Object.entries(archives).map(([name, { length }]) => ({ name, bytes: length })),
    open: async (name) => sourceOf(archives[name] as Buffer),
    create: nobody,
    remove: nobody,
    sweep: async () => 0,
  };
}
