import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkTypesInDev } from '../../scripts/_dev-types.ts';

/** What `dev` does with a report that was saved; `npm run proof` looks at the same in a browser, with the true check. */

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'clipbook-dev-types-'));
  await mkdir(path.join(root, 'scripts'));
  // In place of the check: it says what it was asked, as the true one would say what it found.
  await writeFile(
    path.join(root, 'scripts/bin.mjs'),
    `const [command, , , file] = process.argv.slice(2);
const finding = { file: 'pages/reports/probe/index.mdx', line: 11, column: 7, code: 'TS2322', message: command };
console.log(JSON.stringify({ findings: file.includes('sound') ? [] : [finding, finding, finding] }));`,
  );
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a report that was saved is checked once it rests, and the first error goes to the page', async () => {
  const watcher = new EventEmitter();
  const sent: object[] = [];
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  checkTypesInDev(root).configureServer({ watcher, ws: { send: (payload) => sent.push(payload) } });
  const file = path.join(root, 'pages/reports/probe/index.mdx');
  watcher.emit('change', path.join(root, 'pages/reports/probe/_words.ts'));
  watcher.emit('change', path.join(root, 'pages/reports/sound/index.mdx'));
  watcher.emit('add', file);
  watcher.emit('change', file);
  await vi.waitFor(() => expect(sent).not.toEqual([]), 60_000);
  expect(sent).toEqual([
    {
      type: 'error',
      err: {
        message: 'TS2322: typecheck\n\n2 more in this report.',
        stack: 'pages/reports/probe/index.mdx:11:7',
        id: file,
        loc: { file, line: 11, column: 7 },
        plugin: 'clipbook:types',
      },
    },
  ]);
  expect(said.mock.calls).toEqual([['pages/reports/probe/index.mdx:11:7 - error TS2322: typecheck\n']]);
  said.mockRestore();
});
