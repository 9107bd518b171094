import { addDays, utcDayOf } from '../../calendar.ts';
import { type ArchiveName, newestFirst } from './names.ts';

/** How many days, weeks and months keep their newest archive. */
export interface Keep {
  daily: number;
  weekly: number;
  monthly: number;
}

export const usualKeep: Keep = { daily: 7, weekly: 5, monthly: 12 };

/** Why an archive is kept, in the words of the settings; empty where it may go. */
export interface Verdict {
  archive: ArchiveName;
  reasons: ('newest' | 'daily' | 'weekly' | 'monthly')[];
}

/**
 * What stays and what may go, newest first: the newest archive of each of the last days, ISO weeks and months (UTC) that have any,
 * as many of each as said. A day without a backup does not count. The newest of all always stays.
 */
export function judgeArchives(archives: readonly ArchiveName[], keep: Keep): Verdict[] {
  const verdicts = archives.toSorted(newestFirst).map((archive): Verdict => ({ archive, reasons: [] }));
  verdicts[0]?.reasons.push('newest');
  const rules = [
    ['daily', keep.daily, utcDayOf],
    ['weekly', keep.weekly, (instant: string) => mondayOf(utcDayOf(instant))],
    ['monthly', keep.monthly, (instant: string) => instant.slice(0, 7)],
  ] as const;
  for (const [reason, count, periodOf] of rules) {
    const periods = new Set<string>();
    for (const { archive, reasons } of verdicts) {
      const period = periodOf(archive.instant);
      if (periods.has(period)) continue;
      if (periods.size >= count) break;
      periods.add(period);
      reasons.push(reason);
    }
  }
  return verdicts;
}

/** The Monday that an ISO week begins with: weeks are told apart by it, across years too. */
function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}
