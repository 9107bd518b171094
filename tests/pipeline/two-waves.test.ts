import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import type { Row } from '../../lib/schema/index.ts';
import { readTable } from '../../lib/store/tables.ts';
import { settingsFor } from '../helpers/settings.ts';

const panel = path.resolve(import.meta.dirname, '../../../shared/real/panel-two-waves');
const waves = [
  ['2026-03-22_run', '2026-03-22'],
  ['2026-03-30_run', '2026-03-30T19:35:50Z'],
] as const;
const counters = ['views', 'likes', 'comments', 'shares', 'saves'] as const;

describe.skipIf(!existsSync(panel))(
  'posts seen in two waves, eight days apart (needs ../shared/real)',
  () => {
    const data = mkdtempSync(path.join(tmpdir(), 'clipbook-test-'));
    afterAll(() => rmSync(data, { recursive: true, force: true }));
    const pairs: [Row<'post'>, Row<'post'>][] = [];
    const changesOf = (counter: (typeof counters)[number]) =>
      pairs.map(([first, second]) => (second[counter] ?? Number.NaN) - (first[counter] ?? Number.NaN));

    beforeAll(async () => {
      for (const [run, at] of waves)
        await importFiles(
          settingsFor(data),
          [path.join(panel, run, 'tiktok_videos.csv')],
          readImportOptions({ at }),
        );
      for (const [first, second, ...more] of Map.groupBy(
        await readTable('post', { data }),
        (row) => row.post_id,
      ).values()) {
        expect(more).toEqual([]);
        if (first && second) pairs.push([first, second]);
      }
      const count = (changes: readonly number[], is: (change: number) => boolean) =>
        String(changes.filter(is).length).padStart(9);
      process.stderr.write(
        [
          `\n${pairs.length.toLocaleString('en-US')} posts seen twice`,
          '            more    equal    fewer   missing',
          ...counters.map((counter) => {
            const changes = changesOf(counter);
            return `${counter.padEnd(8)}${count(changes, (c) => c > 0)}${count(changes, (c) => c === 0)}${count(changes, (c) => c < 0)}${count(changes, Number.isNaN)}`;
          }),
          '',
        ].join('\n'),
      );
    });

    test('4,605 posts are matched', () => {
      expect(pairs.length).toBe(4605);
    });

    test('views of 4,107 grew, of 498 stayed, of none fell', () => {
      const views = changesOf('views');
      expect([
        views.filter((change) => change > 0).length,
        views.filter((change) => change === 0).length,
        views.filter((change) => change < 0).length,
      ]).toEqual([4107, 498, 0]);
    });

    test('likes of 23 fell, each by exactly 1', () => {
      expect(changesOf('likes').filter((change) => change < 0)).toEqual(Array(23).fill(-1));
    });
  },
);
