import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { checkMapping, readMapping, writeMapping } from '../../lib/import/mapping.ts';
import { readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, files: string[], options = {}) =>
  importFiles(settingsFor(data), files, options, undefined, effects);

function file(name: string, text: string): string {
  const at = path.join(temporaryFolder(), name);
  writeFileSync(at, text);
  return at;
}

describe('a dry run', () => {
  test('of a table that is not known proposes how to read it, by names and cells, and shows what that gives', async () => {
    const data = temporaryFolder();
    const csv = file(
      'numbers.csv',
      'Tidspunkt;Konto;Følgere (tusind);Hjerter;Note\n5.1.2026 kl. 10:30;@nasa;12,3;1.234.567;x\n13.1.2026 kl. 10:30;@nasa;13;2.345;y\n',
    );
    const { files } = await run(data, [csv], { dryRun: true });
    const [first] = files;
    expect(first).toMatchObject({ kind: 'account-series', read: 2, stored: 2 });
    expect(first?.open).toBeUndefined();
    expect(first?.proposal).toEqual({
      kind: 'account-series',
      columns: {
        Tidspunkt: { field: 'observed_at', format: 'D.M.YYYY [kl.] HH:mm' },
        Konto: 'handle',
        'Følgere (tusind)': { field: 'followers', unit: 1000 },
        Hjerter: 'likes',
        Note: null,
      },
    });
    expect(first?.first_rows).toMatchObject([
      { table: 'account', handle: 'nasa', followers: 12_300, followers_step: 100, likes: 1_234_567 },
      { table: 'account', observed_at: '2026-01-13T10:30:00Z', likes: 2_345 },
    ]);
    expect(treeOf(data)).toEqual({});
    // What was shown is what is stored.
    const map = path.join(temporaryFolder(), 'map.json');
    await writeMapping(map, checkMapping(first?.proposal, 'proposal'));
    expect(await run(data, [csv], { map })).toMatchObject({ read: 2, stored: 2 });
    expect(await readTable('account', { data })).toMatchObject([
      { followers: 12_300 },
      { followers: 13_000 },
    ]);
  });

  test('says what the table does not tell, and stores nothing', async () => {
    const data = temporaryFolder();
    const { files } = await run(data, [file('x.csv', 'mood,taste\nfine,sweet\n')], { dryRun: true });
    expect(files).toMatchObject([{ kind: 'unknown', read: 0, stored: 0, first_rows: [] }]);
    expect(files[0]?.open).toHaveLength(3);
    const said = readImportOptions({ account: '@a', at: '2026-11-01' }, effects);
    const told = await run(data, [file('x.csv', 'mood,taste\nfine,sweet\n')], { ...said, dryRun: true });
    expect(told.files[0]?.open).toEqual([expect.stringContaining('what it counts')]);
    expect(existsSync(path.join(data, 'state.json'))).toBe(false);
  });

  test('tells posts by their addresses and ids, and their dates from when they were seen', async () => {
    const { files } = await run(
      temporaryFolder(),
      [
        file(
          'p.csv',
          'Verweis,Veröffentlicht,Gesehen am,Aufrufe gesamt (Mio.)\nhttps://www.tiktok.com/@a/video/7493099446142520594,2025-04-14,2026-01-05,"1,5"\n',
        ),
      ],
      { dryRun: true },
    );
    expect(files[0]?.proposal).toMatchObject({
      kind: 'post-table',
      columns: {
        Verweis: 'url',
        'Gesehen am': 'observed_at',
        'Aufrufe gesamt (Mio.)': { field: 'views', unit: 1e6 },
      },
    });
    expect(files[0]?.first_rows?.[0]).toMatchObject({
      table: 'post',
      views: 1_500_000,
      observed_at: '2026-01-05T12:00:00Z',
    });
  });

  test('of a file that is known shows its first rows and proposes nothing', async () => {
    const { files } = await run(
      temporaryFolder(),
      [file('s.csv', 'date,handle,followers\n2026-11-01,a,1\n2026-11-02,a,\n2026-11-03,a,3\n')],
      { dryRun: true },
    );
    expect(files[0]?.proposal).toBeUndefined();
    expect(files[0]?.first_rows).toMatchObject([{ followers: 1 }, { followers: 3 }]);
  });

  test('a mapping file that is there is not written over', async () => {
    const map = file('map.json', '{"metric": "likes"}');
    await expect(writeMapping(map, {})).rejects.toMatchObject({ code: 'map_exists', exitCode: 2 });
    expect(readFileSync(map, 'utf8')).toBe('{"metric": "likes"}');
    expect(await readMapping(map)).toEqual({ metric: 'likes' });
  });
});
