import { type PublishedFile, type TableName, tableNames } from '#lib';

export interface MonthOfFiles {
  /** `2026-11`; null for a table of one file. */
  month: string | null;
  bytes: number;
  /** Newest first. `label` is the day of the month, or the file's name. */
  files: { path: string; label: string; name: string }[];
}

/** Files by table and month, newest first, and those that belong to no table. */
export function groupFiles(files: readonly PublishedFile[]): {
  single: PublishedFile[];
  byTable: Map<TableName, MonthOfFiles[]>;
} {
  const single: PublishedFile[] = [];
  const byTable = new Map<TableName, MonthOfFiles[]>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? 1 : -1))) {
    const parts = file.path.split('/');
    const table = tableNames.find((name) => name === parts[2]);
    if (table === undefined) {
      single.push(file);
      continue;
    }
    const month = parts.length === 6 ? `${parts[3]}-${parts[4]}` : null;
    const months = byTable.get(table) ?? [];
    let group = months.at(-1);
    if (!group || group.month !== month) {
      group = { month, bytes: 0, files: [] };
      months.push(group);
    }
    const name = parts.at(-1) ?? file.path;
    const day = /^\d{4}-\d\d-(\d\d)\.csv$/.exec(name)?.[1];
    const label = day ?? (name.endsWith('.parquet') ? 'archived days (Parquet)' : name);
    group.bytes += file.bytes;
    group.files.push({ path: file.path, label, name });
    byTable.set(table, months);
  }
  return { single: single.reverse(), byTable };
}

/** A file's size as readers know it: "986 B", "12 kB", "1.4 MB" (thousands of bytes). */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
