import { InputError } from '../../errors.ts';
import { type ArchiveName, ledgerNamePattern, newestFirst, parseArchiveName } from './names.ts';
import type { BackupPlace } from './place.ts';
import { openArchive } from './read.ts';
import { judgeArchives, type Keep } from './retention.ts';

/** The archives of a place: which there are, which one is meant, which may go. */

export type FoundArchive = ArchiveName & { bytes: number };

/** The name of a ledger in the names of its archives. Throws `InputError` `bad_usage` where it cannot be one. */
export function ledgerOf(name = 'clipbook'): string {
  if (ledgerNamePattern.test(name)) return name;
  throw new InputError('bad_usage', `--name "${name}" cannot be in the name of an archive.`, {
    hint: 'Take lower case letters, digits, - and _.',
  });
}

/** The archives of a ledger, newest first; of all ledgers where none is named. */
export async function archivesIn(place: BackupPlace, ledger?: string): Promise<FoundArchive[]> {
  return (await place.list())
    .flatMap(({ name, bytes }) => {
      const parsed = parseArchiveName(name);
      return parsed && (ledger === undefined || parsed.ledger === ledger) ? [{ ...parsed, bytes }] : [];
    })
    .sort(newestFirst);
}

/** The newest archive, or the newest at or before a day (UTC). Throws `InputError` `backup_missing`; `bad_usage` where several ledgers have some. */
export async function newestOf(place: BackupPlace, asOf?: string, ledger?: string): Promise<string> {
  const found = await archivesIn(place, ledger);
  if (found.length === 0) throw noneThere(place);
  const ledgers = new Set(found.map((each) => each.ledger));
  if (ledgers.size > 1)
    throw new InputError(
      'bad_usage',
      `${place.label} has backups of several ledgers: ${[...ledgers].join(', ')}.`,
      {
        hint: 'Say which with --name.',
      },
    );
  const newest = found.find(({ instant }) => asOf === undefined || instant.slice(0, 10) <= asOf);
  if (newest) return newest.name;
  throw new InputError('backup_missing', `${place.label} has no backup of ${asOf} or before.`, {
    hint: `The oldest is ${found.at(-1)?.name}.`,
  });
}

export function noneThere(place: BackupPlace): InputError {
  return new InputError('backup_missing', `There is no backup in ${place.label}.`, {
    hint: 'Is it the right place? "clipbook backup create --to <place>" makes one.',
  });
}

export interface PruneSummary {
  place: string;
  kept: { name: string; reasons: string[] }[];
  /** Removed, or what would be, in a dry run. */
  removed: string[];
  /** Named like archives, but nothing that this program wrote: left alone. */
  left: string[];
}

/** Removes archives that are not to be kept. A file that is no archive of this program is never removed, nor is the newest one. */
export async function prune(
  place: BackupPlace,
  ledger: string,
  keep: Keep,
  dryRun: boolean,
): Promise<PruneSummary> {
  const verdicts = judgeArchives(await archivesIn(place, ledger), keep);
  const summary: PruneSummary = { place: place.label, kept: [], removed: [], left: [] };
  for (const { archive, reasons } of verdicts) {
    const { name } = archive;
    if (reasons.length > 0) summary.kept.push({ name, reasons });
    else if (!(await isOurs(place, name, ledger))) summary.left.push(name);
    else {
      if (!dryRun) await place.remove(name);
      summary.removed.push(name);
    }
  }
  return summary;
}

async function isOurs(place: BackupPlace, name: string, ledger: string): Promise<boolean> {
  try {
    const archive = await openArchive(name, await place.open(name));
    if ('where' in archive) return false;
    await archive.reader.close();
    return archive.manifest.ledger === ledger;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
