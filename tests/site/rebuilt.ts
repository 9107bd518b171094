import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, vi } from 'vitest';
import { readSettings } from '../../lib/config.ts';
import { type BuildSummary, buildSite } from '../../lib/pipeline/build.ts';
import type { Row } from '../../lib/schema/index.ts';
import { writeRebuilt } from '../../lib/store/rebuilt.ts';
import { transformAll } from '../../lib/transform/all.ts';
import { accountRow } from '../helpers/ledger.ts';
import { builtParts, project } from './site.ts';

/** A small site that is built again and again, for tests of what is taken over. */

const asOf = '2026-11-22T06:15:00Z';

export interface Content {
  accounts: Record<string, { handle: string; days: number }>;
  annotations: string;
}

export const content: Content = {
  accounts: {
    '1': { handle: 'first', days: 20 },
    '2': { handle: 'second', days: 20 },
    '3': { handle: 'third', days: 20 },
  },
  annotations: 'date,subject,text,link\n',
};

/** Makes the ledger have this content and nothing else: so many days of each account from 1 November on. */
export async function writeContent(data: string, { accounts, annotations }: Content): Promise<void> {
  const account: Row<'account'>[] = Object.entries(accounts).flatMap(([account_id, { handle, days }]) =>
    Array.from({ length: days }, (_, i) =>
      accountRow({
        account_id,
        handle,
        observed_at: `2026-11-${String(i + 1).padStart(2, '0')}T03:15:00Z`,
        followers: 1000 + 7 * i,
        likes: 10_000 + 70 * i,
      }),
    ),
  );
  const derived = transformAll({
    account,
    accountInfo: [],
    postInfo: [],
    watchlist: [],
    defaultZone: 'UTC',
    asOf,
  });
  await writeRebuilt(data, {
    account,
    account_daily: derived.account_daily,
    summary: derived.summary,
    data_health: [],
  });
  writeFileSync(path.join(data, 'annotations.csv'), annotations);
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-rebuild-'));
  folders.push(folder);
  return folder;
}

/** A copy of the project without the pages that take long and have nothing of the ledger. */
export function copyProject(): string {
  const root = newFolder();
  for (const part of builtParts)
    cpSync(path.join(project, part), path.join(root, part), {
      recursive: true,
      filter: (file) => !file.includes('pages/docs/charts/'),
    });
  writeFileSync(path.join(root, 'pages/docs/charts/index.astro'), '<html><body></body></html>\n');
  symlinkSync(path.join(project, 'node_modules'), path.join(root, 'node_modules'));
  return root;
}

export type Built = BuildSummary & { bytes: Record<string, string> };

/** Builds in this process, and gives a hash of each file too. */
export async function build(root: string, data: string, out: string, now = asOf): Promise<Built> {
  for (const [name, value] of Object.entries({ DATA: data, OUT: out, AS_OF: now }))
    vi.stubEnv(`CLIPBOOK_${name}`, value);
  const summary = await buildSite({ ...readSettings(), as_of: now }, { root }, () => {});
  return { ...summary, bytes: bytesOf(out) };
}

export function bytesOf(out: string): Record<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(out, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}

/** Which pages of accounts were rendered, and why. */
export const accountPages = ({ reasons }: BuildSummary) =>
  reasons
    .filter(({ routes }) => routes.includes('accounts/[handle]'))
    .map(({ reason, pages }) => `${pages.toSorted().join(' ')}: ${reason}`)
    .sort();
