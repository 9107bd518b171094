import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { migrate } from '../../lib/pipeline/migrate.ts';
import { readTable } from '../../lib/store/tables.ts';
import { writeFirstVersion } from '../helpers/first-version.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';

/** Eight months of `owner_day` in its first version. */
function makeLedger(data: string): void {
  for (const month of ['01', '02', '03', '04', '05', '06', '07', '08']) {
    const days = Array.from({ length: 28 }, (_, i) => addDays(`2025-${month}-01`, i));
    const lines = (day: string) => [
      `107955,${day},2025-12-01T12:00:00Z,10,2,1,-1,0,3,studio_csv,c1`,
      `200,${day},2025-12-01T12:00:00Z,7,2,1,-1,0,3,studio_csv,c1`,
    ];
    writeFirstVersion(data, Object.fromEntries(days.map((day) => [day, lines(day)])));
  }
}

/**
 * Kills a migration at `moments` random moments and shows each time: every row is read as before, and the next run ends with the bytes of an
 * undisturbed one. Returns how many runs were killed in the midst of it.
 */
export async function proveMigrate(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = path.join(folder, 'base');
    makeLedger(base);
    const rows = await readTable('owner_day', { data: base });
    expect(rows).toHaveLength(8 * 28 * 2);
    const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
    const tookMs = await lockedMs(['migrate'], undisturbed);
    const expected = dataOf(undisturbed);
    expect(expected).not.toEqual(dataOf(base));
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const data = copyOf(base, path.join(folder, 'struck'));
      const struck = await runAndKill(['migrate'], data, random() * tookMs * 1.1);
      if (struck.signal === 'SIGKILL') killed++;
      expect(await readTable('owner_day', { data })).toEqual(rows);
      await migrate(settingsFor(data));
      expect(dataOf(data)).toEqual(expected);
      expect((await migrate(settingsFor(data))).migrations).toEqual([]);
      await expectSound(data);
    }
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
