import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../lib/errors.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { startCommand } from '../helpers/command.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

describe('an import that is stopped', () => {
  test('wherever that happens, the file under way leaves no trace and those before it stay', async () => {
    const folder = temporaryFolder();
    const settings = settingsFor(path.join(folder, 'data'));
    const [first, second] = [path.join(folder, 'first.csv'), path.join(folder, 'second.csv')];
    writeFileSync(first, 'date,username,followers\n2026-01-01,nasa,5\n');
    writeFileSync(second, 'date,username,followers,bio\n2026-01-02,nasa,6,a\n2026-01-03,nasa,many,b\n');
    await importFiles(settings, [first]);
    const before = treeOf(settings.data);
    const steps: string[] = [];
    for (let after = 1; ; after++) {
      const controller = new AbortController();
      let told = 0;
      steps.splice(0);
      const error = await importFiles(settings, [second], { signal: controller.signal }, (step) => {
        steps.push(step);
        if (++told === after) controller.abort(new InterruptedError());
      }).catch((thrown: unknown) => thrown);
      if (!(error instanceof Error)) {
        expect(error).toMatchObject({ stored: 1, rejected: 1 });
        break;
      }
      expect(error).toBeInstanceOf(InterruptedError);
      expect(treeOf(settings.data), steps.join()).toEqual(before);
    }
    // While its copy is made, while it is read, and while it is stored.
    expect(new Set(steps)).toEqual(
      new Set(['Keeping a copy of second.csv', 'Importing second.csv', 'Storing second.csv']),
    );
  });

  test('by Ctrl-C: it says so, ends as a program that was interrupted, and the ledger is as it was', async () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'data');
    const [first, second] = [path.join(folder, 'first.csv'), path.join(folder, 'second.csv')];
    writeFileSync(first, 'date,username,followers\n2026-01-01,nasa,5\n');
    await importFiles(settingsFor(data), [first]);
    const before = treeOf(data);
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(i / 200))).toISOString().slice(0, 10);
      return `${day},maker_${i % 200},${i}\n`;
    });
    writeFileSync(second, `date,username,followers\n${rows.join('')}`);
    const { child, done } = startCommand(['import', second, '--data', data]);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('Importing')) child.kill('SIGINT');
    });
    const { signal, stderr, stdout } = await done;
    expect(stderr).toMatch(
      /Stopped before the end\. \[interrupted\]\n→ .*Run the command again to do the rest\.\n$/,
    );
    expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' });
    expect(treeOf(data)).toEqual(before);
  });
});
