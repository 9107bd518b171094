import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const shape = z.object({ place: z.string(), key: z.string(), upload: z.string() });

/** An upload that is under way, written down beside the ledger. */
export interface UploadNote {
  read(): Promise<z.infer<typeof shape> | null>;
  write(note: z.infer<typeof shape>): Promise<void>;
  clear(): Promise<void>;
}

/** The note in a file. One that is damaged says nothing. */
export function uploadNote(file: string): UploadNote {
  return {
    async read() {
      try {
        return shape.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        return null;
      }
    },
    async write(note) {
      await writeFile(`${file}.tmp`, JSON.stringify(note));
      await rename(`${file}.tmp`, file);
    },
    async clear() {
      await rm(file, { force: true });
    },
  };
}
