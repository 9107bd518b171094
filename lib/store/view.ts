import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, readText } from './files.ts';
import type { Transaction } from './transaction.ts';

/** The files of a ledger as they will be once a transaction is carried out; without one, as they are. */
export interface LedgerView {
  /** Files below a folder, as relative paths in code-unit order. */
  list(folder: string): Promise<string[]>;
  /** A file's text; null where there is none. */
  read(relative: string): Promise<string | null>;
}

export function viewOf(root: string, transaction?: Transaction): LedgerView {
  const staged = transaction?.staged;
  if (!staged) return { list: (folder) => listFiles(root, folder), read: (file) => readText(root, file) };
  return {
    async list(folder) {
      const files = new Set(await listFiles(root, folder));
      for (const [file, { from }] of staged) {
        if (!file.startsWith(`${folder}/`)) continue;
        if (from === null) files.delete(file);
        else files.add(file);
      }
      return [...files].sort();
    },
    async read(relative) {
      const move = staged.get(relative);
      if (move === undefined) return readText(root, relative);
      return move.from === null ? null : readFile(path.join(transaction.folder, move.from), 'utf8');
    },
  };
}
