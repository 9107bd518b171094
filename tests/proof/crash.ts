import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Settings } from '../../lib/config.ts';
import { check } from '../../lib/pipeline/check.ts';
import { type TableName, tables } from '../../lib/schema/index.ts';
import { splitRecords } from '../../lib/store/csv.ts';
import { keyOf } from '../../lib/store/merge.ts';
import { type Finished, startCommand } from '../helpers/command.ts';
import { treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

/** Killing commands at random moments of their work on a ledger, and looking at what they leave. */

/** A folder of the test file's own; give it to `rmSync` in the end. */
export function workFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'clipbook-crash-'));
}

/** A fresh copy of a ledger. */
export function copyOf(base: string, at: string): string {
  rmSync(at, { recursive: true, force: true });
  cpSync(base, at, { recursive: true });
  return at;
}

/** Files of a ledger that are data, with their bytes as text: not run state, which has times in it, nor captures. */
export function dataOf(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(treeOf(root)).filter(
      ([name]) => !/^(?:state\.json|logs\/|raw\/|\.|derived\/v1\/data_health)/.test(name),
    ),
  );
}

/**
 * Runs a command and kills it (SIGKILL, no chance to tidy up) so many milliseconds after it took the ledger's lock. A
 * command that was faster has ended by itself: `signal` tells.
 */
export async function runAndKill(
  args: readonly string[],
  data: string,
  afterMs: number,
  env: Record<string, string> = {},
): Promise<Finished> {
  const { child, done } = startCommand([...args, '--data', data], { env });
  let ended = false;
  const finished = done.finally(() => {
    ended = true;
  });
  while (!ended && !existsSync(path.join(data, '.lock'))) await wait(1);
  const killAt = performance.now() + afterMs;
  while (!ended && performance.now() < killAt)
    await wait(Math.min(2, Math.max(0, killAt - performance.now())));
  if (!ended) child.kill('SIGKILL');
  return finished;
}

/** How long a command holds the lock when nobody disturbs it, in milliseconds. */
export async function lockedMs(
  args: readonly string[],
  data: string,
  env: Record<string, string> = {},
): Promise<number> {
  const { done } = startCommand([...args, '--data', data], { env });
  let ended = false;
  const finished = done.finally(() => {
    ended = true;
  });
  const lock = path.join(data, '.lock');
  while (!ended && !existsSync(lock)) await wait(1);
  const from = performance.now();
  while (!ended && existsSync(lock)) await wait(1);
  const took = performance.now() - from;
  const { code, stderr } = await finished;
  if (code !== 0 && code !== 3) throw new Error(`the undisturbed run failed: ${stderr}`);
  return took;
}

/**
 * What must hold the very moment a run was killed, before anything repairs it: every day file is whole, and every row
 * that was stored before is there as it was.
 */
export function expectNothingLost(root: string, before: Readonly<Record<string, string>>): void {
  const now = treeOf(root);
  for (const [name, text] of Object.entries(now)) {
    if (!/^(?:clean|issued)\/.*\.csv$/.test(name)) continue;
    const table = name.split('/')[2] as TableName;
    const width = Object.keys(tables[table].row.shape).length;
    expect(text.endsWith('\n'), `${name} is whole`).toBe(true);
    expect(text.split('\n')[0]?.split(','), name).toHaveLength(width);
  }
  for (const [name, text] of Object.entries(before)) {
    if (!/^(?:clean|issued|rejected)\/.*\.(?:csv|jsonl)$/.test(name)) continue;
    const records = new Set((now[name] ?? '').split('\n'));
    expect(
      text.split('\n').filter((record) => !records.has(record)),
      name,
    ).toEqual([]);
  }
}

/** What must hold once a later run has ended well: no error of the checks, each key once, nothing left lying about. */
export async function expectSound(root: string, settings: Partial<Settings> = {}): Promise<void> {
  const checked = await check(settingsFor(root, settings));
  expect(checked.findings.filter((each) => each.severity === 'error')).toEqual([]);
  for (const [name, text] of Object.entries(dataOf(root))) {
    if (!/^clean\/.*\.csv$/.test(name)) continue;
    const table = name.split('/')[2] as TableName;
    const keys = splitRecords(text).map((record) => keyOf(record, tables[table].key.length));
    expect(new Set(keys).size, name).toBe(keys.length);
  }
  expect(readdirSync(root).filter((name) => name.startsWith('.') && name !== '.cache')).toEqual([]);
}

/** The ids of the captures that are kept. */
export function keptCaptures(root: string): Set<string> {
  const raw = path.join(root, 'raw');
  if (!existsSync(raw)) return new Set();
  return new Set(
    readdirSync(raw, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.gz'))
      .map((entry) => entry.name.replace(/(?:\.[a-z]+)?\.gz$/, '')),
  );
}

/** The lines of a text file below a root; none where it is not there. */
export function linesOf(root: string, name: string): string[] {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
