import { describe, expect, test } from 'vitest';
import { addDays } from '../../../lib/calendar.ts';
import { nextArchiveName, parseArchiveName } from '../../../lib/operate/backup/names.ts';
import { judgeArchives } from '../../../lib/operate/backup/retention.ts';

const at = (instant: string, number = 1) => {
  const name = nextArchiveName('clipbook', instant, []);
  const parsed = parseArchiveName(number === 1 ? name : name.replace('.tar', `.${number}.tar`));
  if (parsed === null) throw new Error(instant);
  return parsed;
};
const kept = (archives: readonly ReturnType<typeof at>[], daily: number, weekly: number, monthly: number) =>
  judgeArchives(archives, { daily, weekly, monthly })
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ archive, reasons }) => `${archive.instant.slice(0, 10)} ${reasons.join(' ')}`);

describe('what is kept', () => {
  test('of a year of daily backups: seven days, five weeks, twelve months', () => {
    const year = Array.from({ length: 365 }, (_, i) => at(`${addDays('2025-12-01', i)}T02:30:00Z`));
    // 2026-11-30 is a Monday. Weeks end on Sundays; months on their last days.
    expect(kept(year, 7, 5, 12)).toEqual([
      '2026-11-30 newest daily weekly monthly',
      '2026-11-29 daily weekly',
      '2026-11-28 daily',
      '2026-11-27 daily',
      '2026-11-26 daily',
      '2026-11-25 daily',
      '2026-11-24 daily',
      '2026-11-22 weekly',
      '2026-11-15 weekly',
      '2026-11-08 weekly',
      '2026-10-31 monthly',
      '2026-09-30 monthly',
      '2026-08-31 monthly',
      '2026-07-31 monthly',
      '2026-06-30 monthly',
      '2026-05-31 monthly',
      '2026-04-30 monthly',
      '2026-03-31 monthly',
      '2026-02-28 monthly',
      '2026-01-31 monthly',
      '2025-12-31 monthly',
    ]);
  });

  test('of several a day the newest, by the second and by the number within it', () => {
    const archives = [
      at('2026-11-22T01:00:00Z'),
      at('2026-11-22T23:00:00Z'),
      at('2026-11-22T23:00:00Z', 2),
      at('2026-11-22T23:00:00Z', 10),
      at('2026-11-21T23:00:00Z'),
    ];
    const verdicts = judgeArchives(archives, { daily: 2, weekly: 0, monthly: 0 });
    expect(verdicts.filter(({ reasons }) => reasons.length > 0).map(({ archive }) => archive.name)).toEqual([
      'clipbook-2026-11-22T230000Z.10.tar.zst',
      'clipbook-2026-11-21T230000Z.tar.zst',
    ]);
  });

  test('days without a backup do not count: a ledger that rests keeps what it has', () => {
    const archives = ['2024-01-05', '2025-06-07', '2026-11-22'].map((day) => at(`${day}T02:00:00Z`));
    expect(kept(archives, 3, 0, 0)).toHaveLength(3);
  });

  test('the newest stays, whatever is said', () => {
    expect(kept([at('2020-01-01T00:00:00Z'), at('2026-11-22T00:00:00Z')], 0, 0, 0)).toEqual([
      '2026-11-22 newest',
    ]);
    expect(kept([], 7, 5, 12)).toEqual([]);
  });

  test('an ISO week may begin in one year and end in the next', () => {
    // 2024-12-30 (Monday) to 2025-01-05 (Sunday) is one week.
    const archives = ['2024-12-29', '2024-12-30', '2025-01-05', '2025-01-06'].map((day) =>
      at(`${day}T02:00:00Z`),
    );
    expect(kept(archives, 0, 3, 0)).toEqual([
      '2025-01-06 newest weekly',
      '2025-01-05 weekly',
      '2024-12-29 weekly',
    ]);
  });
});

describe('names of archives', () => {
  test('tell the ledger and the instant, and make room for a second one', () => {
    const first = nextArchiveName('museums', '2026-11-22T03:04:05Z', []);
    expect(first).toBe('museums-2026-11-22T030405Z.tar.zst');
    expect(nextArchiveName('museums', '2026-11-22T03:04:05Z', [first])).toBe(
      'museums-2026-11-22T030405Z.2.tar.zst',
    );
    expect(parseArchiveName(first)).toMatchObject({
      ledger: 'museums',
      instant: '2026-11-22T03:04:05Z',
      number: 1,
    });
  });

  test.each([
    'clipbook-2026-11-22T030405Z.tar.gz',
    'clipbook-2026-13-45T030405Z.tar.zst',
    'clipbook-2026-11-22T250405Z.tar.zst',
    'clipbook-2026-11-22T030405Z.tar.zst.partial',
    'clipbook-2026-11-22T030405Z.1.tar.zst',
    '-2026-11-22T030405Z.tar.zst',
    '../clipbook-2026-11-22T030405Z.tar.zst',
    'holiday.tar.zst',
  ])('%s is none', (name) => {
    expect(parseArchiveName(name)).toBeNull();
  });
});
