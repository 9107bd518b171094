import { type Damage, describeDamage } from './damage.ts';
import type { BackupPlace } from './place.ts';
import { openArchive, readPart } from './read.ts';

/** What reading an archive from its first byte to its last came to. */
export interface ArchiveReport {
  name: string;
  ok: boolean;
  /** Bytes of the archive. */
  archive_bytes: number;
  created_at: string | null;
  files: number;
  /** Bytes of the files in it. */
  bytes: number;
  damage: (Damage & { message: string })[];
}

/** Reads every byte of an archive and checks it against its manifest. */
export async function verifyArchive(
  place: BackupPlace,
  name: string,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<ArchiveReport> {
  const source = await place.open(name);
  const archive = await openArchive(name, source);
  const damage: Damage[] = [];
  const report = { name, archive_bytes: source.bytes, created_at: null, files: 0, bytes: 0 };
  if ('where' in archive) return reportOf(report, [archive]);
  const { manifest, reader, closing } = archive;
  try {
    reader.expect(0, closing.offset);
    for (const [index, part] of manifest.parts.entries()) {
      const found = await readPart(archive, index, drain);
      if (found) damage.push(found);
      progress(part.offset + part.bytes, closing.offset);
    }
  } finally {
    await reader.close();
  }
  const { created_at, files, bytes } = manifest;
  return reportOf({ ...report, created_at, files, bytes }, damage);
}

function reportOf(report: Omit<ArchiveReport, 'ok' | 'damage'>, damage: readonly Damage[]): ArchiveReport {
  return {
    ...report,
    ok: damage.length === 0,
    damage: damage.map((each) => ({ ...each, message: describeDamage(each) })),
  };
}

async function drain(_file: unknown, content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of content);
}
