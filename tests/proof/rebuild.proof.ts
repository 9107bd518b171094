import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  accountPages,
  build,
  bytesOf,
  type Content,
  content,
  copyProject,
  newFolder,
  writeContent,
} from '../site/rebuilt.ts';

/** Whatever happens between two builds, the site has the bytes of one that is built from nothing. */

let root = '';
let data = '';
let out = '';

const timeLimitMs = 600_000;

beforeAll(async () => {
  [root, data] = [copyProject(), newFolder()];
  out = path.join(newFolder(), 'site');
  await writeContent(data, content);
  await build(root, data, out);
}, timeLimitMs);

async function expectAsFromNothing(): Promise<string[]> {
  const again = await build(root, data, out);
  expect(again.bytes).toEqual((await build(root, data, newFolder())).bytes);
  return accountPages(again);
}

const changes: [name: string, change: Content, rendered: string[]][] = [
  [
    'a day of one account',
    { ...content, accounts: { ...content.accounts, '1': { handle: 'first', days: 21 } } },
    ['/accounts/first/: days, numbers changed'],
  ],
  [
    'a rename, a new account and one that is gone',
    {
      ...content,
      accounts: {
        '1': { handle: 'first', days: 21 },
        '2': { handle: 'renamed', days: 20 },
        '4': { handle: 'fourth', days: 5 },
      },
    },
    [
      '/accounts/fourth/ /accounts/renamed/ /reports/account-review/fourth/ /reports/account-review/renamed/: new on the site',
    ],
  ],
  [
    'an annotation of every account',
    {
      accounts: {
        '1': { handle: 'first', days: 21 },
        '2': { handle: 'renamed', days: 20 },
        '4': { handle: 'fourth', days: 5 },
      },
      annotations: 'date,subject,text,link\n2026-11-03,*,A talk,\n',
    },
    ['/accounts/first/ /accounts/fourth/ /accounts/renamed/: annotations changed'],
  ],
];

test.each(changes)(
  '%s',
  async (_, change, rendered) => {
    await writeContent(data, change);
    expect(await expectAsFromNothing()).toEqual(rendered);
    expect(existsSync(path.join(out, 'accounts/third'))).toBe(change.accounts['3'] !== undefined);
  },
  timeLimitMs,
);

test(
  'a cache that is lost, or damaged file by file',
  async () => {
    const before = bytesOf(out);
    const cache = path.join(root, '.cache/site');
    rmSync(cache, { recursive: true });
    expect((await build(root, data, out)).bytes).toEqual(before);
    rmSync(path.join(data, '.cache'), { recursive: true });
    expect((await build(root, data, out)).bytes).toEqual(before);
    const files = readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /record|compiled|prerender-entry|\.css$/.test(entry.name))
      .map(({ parentPath, name }) => path.join(parentPath, name));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      writeFileSync(file, 'damaged');
      expect((await build(root, data, out)).bytes, file).toEqual(before);
    }
  },
  timeLimitMs,
);

test(
  'a commit of the same code: what is known of charts names it, and no page of an account is rendered',
  async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root });
    git('init', '--quiet');
    for (const message of ['first', 'second']) {
      git('add', 'package.json');
      git('commit', '--quiet', '--allow-empty', '-m', message, '--', 'package.json');
      writeFileSync(
        path.join(root, 'package.json'),
        `${readFileSync(path.join(root, 'package.json'), 'utf8')}\n`,
      );
    }
    expect(await expectAsFromNothing()).toEqual([]);
    const commit = git('log', '-1', '--format=%H').toString().trim();
    expect(readFileSync(path.join(out, 'c/line-followers-1.metadata.json'), 'utf8')).toContain(commit);
  },
  timeLimitMs,
);

test(
  'changed components, which are named',
  async () => {
    const edit = (file: string, from: string, to: string) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(path.join(root, file), text.replace(from, to));
    };
    edit('pages/_components/PostTable.astro', 'on record.', 'on record, newest first.');
    edit('pages/_components/AccountFacts.astro', 'Bio', 'Biography');
    const [rendered] = await expectAsFromNothing();
    expect(rendered).toMatch(
      /: pages\/_components\/AccountFacts\.astro, pages\/_components\/PostTable\.astro changed$/,
    );
    edit('pages/styles/tokens.css', ':root', ':root, .never');
    expect((await expectAsFromNothing()).join()).toContain('changed');
  },
  timeLimitMs,
);
