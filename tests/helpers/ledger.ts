import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';

/** A data root of its own for a test, removed when the test is over. */
export function temporaryFolder(name = 'clipbook-test-'): string {
  const folder = mkdtempSync(path.join(tmpdir(), name));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder with its text, for comparing trees. */
export function treeOf(folder: string): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      tree[path.relative(folder, file)] = readFileSync(file, 'utf8');
    }
  return tree;
}

/** An account observation; what is not given is empty. */
export function accountRow(row: Partial<Row<'account'>> & { observed_at: string }): Row<'account'> {
  return {
    account_id: '107955',
    handle: 'someone',
    followers: null,
    following: null,
    likes: null,
    posts: null,
    followers_step: null,
    following_step: null,
    likes_step: null,
    posts_step: null,
    likes_wrapped: null,
    rounding: 'unknown',
    time_precision: 'instant',
    source: 'import',
    capture_id: 'c1',
    ...row,
  };
}

/** A post observation; what is not given is empty. */
export function postRow(row: Partial<Row<'post'>> = {}): Row<'post'> {
  return {
    post_id: '7300000000000000001',
    observed_at: '2026-11-22T03:00:00Z',
    account_id: '107955',
    views: 10,
    likes: null,
    comments: null,
    shares: null,
    saves: null,
    views_step: 1,
    likes_step: null,
    comments_step: null,
    shares_step: null,
    saves_step: null,
    rounding: 'unknown',
    time_precision: 'instant',
    source: 'import',
    capture_id: 'c1',
    ...row,
  };
}
