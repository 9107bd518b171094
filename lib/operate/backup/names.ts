/** Names of archives: `<ledger>-2026-11-30T134500Z.tar.zst`. The name alone tells whose backup it is and of when. */

export interface ArchiveName {
  name: string;
  /** What the ledger is called, `clipbook` unless said otherwise. */
  ledger: string;
  /** When the backup was begun. */
  instant: string;
  /** 1, and above where several were begun within a second. */
  number: number;
}

/** What a ledger may be called in the names of its archives. */
export const ledgerNamePattern = /^[a-z0-9][a-z0-9_-]{0,63}$/;

const pattern =
  /^([a-z0-9][a-z0-9_-]{0,63})-(\d{4}-\d\d-\d\d)T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z(?:\.([2-9]|[1-9]\d+))?\.tar\.zst$/;

/** The first free name for an archive begun at `instant`. */
export function nextArchiveName(ledger: string, instant: string, taken: readonly string[]): string {
  const stem = `${ledger}-${instant.replaceAll(/:/g, '')}`;
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `.${number}`}.tar.zst`;
    if (!taken.includes(name)) return name;
  }
}

/** What a file's name says, or null where it is no archive's. */
export function parseArchiveName(name: string): ArchiveName | null {
  const [, ledger, day, hours, minutes, seconds, number = '1'] = pattern.exec(name) ?? [];
  if (ledger === undefined) return null;
  const instant = `${day}T${hours}:${minutes}:${seconds}Z`;
  return Number.isNaN(Date.parse(instant)) ? null : { name, ledger, instant, number: Number(number) };
}

/** Newest first. */
export function newestFirst(a: ArchiveName, b: ArchiveName): number {
  if (a.instant !== b.instant) return a.instant > b.instant ? -1 : 1;
  return b.number - a.number;
}
