import { z } from 'zod';
import { configFileName } from '../../config.ts';
import { dataPrefix, isLedgerFile, isRawFile } from './contents.ts';

/**
 * An archive is a tar in zstd frames, which `tar --zstd -x` unpacks as it is. Files of about a megabyte together make a part: a
 * frame of its own, so that a part can be read and checked without those before it. The last member is `manifest.json`, in
 * the last frame but one; the very last is the closing record (`closing.ts`), which unpackers pass over.
 */

export const manifestName = 'manifest.json';

/** Version of this layout. A program refuses an archive of a later one. */
export const archiveFormat = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);

const fileShape = z.object({ path: z.string().refine(isMemberName), bytes: count, sha256 });
const partShape = z.object({
  /** Where the frame lies in the archive. */
  offset: count,
  bytes: count.min(1),
  sha256,
  /** Bytes of the frame once it is unpacked. */
  unpacked: count,
  files: z.array(fileShape).min(1),
});

/** What stands in `manifest.json`. */
export const manifestShape = z.object({
  format: count,
  made_by: z.string().regex(/^clipbook \d+\.\d+\.\d+/),
  created_at: z.iso.datetime({ precision: 0 }),
  ledger: z.string(),
  files: count,
  bytes: count,
  parts: z.array(partShape),
});

export type ArchiveFile = z.infer<typeof fileShape>;
export type ArchivePart = z.infer<typeof partShape>;
export type ArchiveManifest = z.infer<typeof manifestShape>;

/** Whether a name is one that an archive of ours can hold. Nothing else is ever unpacked. */
export function isMemberName(name: string): boolean {
  if (name === configFileName) return true;
  if (!name.startsWith(dataPrefix)) return false;
  const file = name.slice(dataPrefix.length);
  return isLedgerFile(file) || isRawFile(file);
}

/** A manifest as text, a line a part, so that people can look at it. */
export function formatArchiveManifest({ parts, ...head }: ArchiveManifest): string {
  const lines = parts.map((part) => `    ${JSON.stringify(part)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "parts": [\n${lines}\n  ]\n}\n`;
}
