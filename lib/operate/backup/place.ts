/** Where archives are kept: a folder (`folder-place.ts`) or a bucket (`s3-place.ts`). */
export interface BackupPlace {
  /** As people name it; never with credentials in it. */
  readonly label: string;
  /** Every file there that is finished, archives or not, in any order; empty where there is nothing yet. */
  list(): Promise<StoredFile[]>;
  /** Begins a file. Until `commit` there is nothing under its name. */
  create(name: string): Promise<ArchiveSink>;
  /** Throws `InputError` `backup_missing` where there is no such file. */
  open(name: string): Promise<ArchiveSource>;
  remove(name: string): Promise<void>;
  /** Clears away what backups that were killed left behind. Returns how many there were. */
  sweep(): Promise<number>;
}

export interface StoredFile {
  name: string;
  bytes: number;
}

export interface ArchiveSink {
  write(chunk: Uint8Array): Promise<void>;
  /** Puts the file under its name, complete and synced. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

export interface ArchiveSource {
  readonly bytes: number;
  /** A stretch of the file. Fewer bytes come where the file ends earlier. */
  read(offset: number, bytes: number): AsyncIterable<Uint8Array>;
}
