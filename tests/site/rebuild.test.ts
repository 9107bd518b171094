import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { accountPages, build, bytesOf, content, copyProject, newFolder, writeContent } from './rebuilt.ts';

/** A site that is built again has the bytes of one that is built from nothing; more of it in tests/proof/rebuild.proof.ts. */

let root = '';
let data = '';
let out = '';

beforeAll(async () => {
  [root, data] = [copyProject(), newFolder()];
  out = path.join(newFolder(), 'site');
  await writeContent(data, content);
  const first = await build(root, data, out);
  expect(first.rendered).toBe(first.pages);
}, 240_000);

const timeLimitMs = 120_000;

test(
  'the same data at a later instant: nothing is rendered, and the pages say the instant',
  async () => {
    const later = '2026-11-24T06:15:00Z';
    const moved = await build(root, data, out, later);
    expect(moved).toMatchObject({ rendered: 0, reused: moved.pages, reasons: [] });
    expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toContain('24 November 2026, 06:15 UTC');
  },
  timeLimitMs,
);

test(
  'a new day, an annotation, a page that is gone and one that was changed: the bytes of a site built from nothing',
  async () => {
    await writeContent(data, {
      accounts: { ...content.accounts, '1': { handle: 'first', days: 21 } },
      annotations: 'date,subject,text,link\n2026-11-10,second,A talk,\n',
    });
    writeFileSync(path.join(out, 'accounts/third/index.html'), 'damaged');
    writeFileSync(path.join(out, 'stray.txt'), 'stray');
    rmSync(path.join(out, '404.html'));
    const changed = await build(root, data, out);
    expect(accountPages(changed)).toEqual([
      '/404 /accounts/third/: missing or changed in the folder of the site',
      '/accounts/first/: days, numbers changed',
      '/accounts/second/: annotations changed',
    ]);
    expect(changed.bytes).toEqual((await build(root, data, newFolder())).bytes);
  },
  timeLimitMs,
);

test(
  'a build that fails leaves the site as it was',
  async () => {
    const before = bytesOf(out);
    writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\nsoon,first,x,\n');
    await expect(build(root, data, out)).rejects.toMatchObject({ code: 'bad_list' });
    expect(bytesOf(out)).toEqual(before);
    await expect(build(root, data, data)).rejects.toMatchObject({ code: 'bad_out' });
  },
  timeLimitMs,
);
