import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanAgain } from '../../lib/pipeline/clean.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { startJob, world } from './origin.ts';

const cleanOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('clean/')));

/** A ledger after two days of collecting. */
async function ledger() {
  const data = temporaryFolder();
  const job = await startJob(data, world.handles().slice(0, 3));
  const first = await job.run();
  job.setDay(1);
  const second = await job.run();
  const stored = first.stored.account + first.stored.post + second.stored.account + second.stored.post;
  return {
    data,
    job,
    stored,
    again: (since?: string) => cleanAgain(job.settings, since, undefined, job.clock),
  };
}

describe('reading the kept captures again', () => {
  test('finds everything known, and changes no byte', async () => {
    const { data, stored, again } = await ledger();
    const before = cleanOf(data);
    expect(await again()).toMatchObject({ stored: 0, duplicates: stored, rejected: 0, rules: {} });
    expect(cleanOf(data)).toEqual(before);
  });

  test('makes the clean tables anew where they were lost, row by row the same', async () => {
    const { data, stored, again } = await ledger();
    const before = cleanOf(data);
    rmSync(path.join(data, 'clean'), { recursive: true });
    expect(await again()).toMatchObject({ stored, duplicates: 0, rejected: 0 });
    expect(cleanOf(data)).toEqual(before);
  });

  test('begins at a day where one is given', async () => {
    const { stored, again } = await ledger();
    const all = await again();
    const later = await again('2026-01-02');
    expect(later.captures).toBeGreaterThan(0);
    expect(later.captures).toBeLessThan(all.captures);
    expect(later.duplicates).toBeLessThan(stored);
    expect(await again('2027-01-01')).toMatchObject({ captures: 0, stored: 0 });
  });

  test('passes over a capture that a crash cut short, and files that are none', async () => {
    const { data, again } = await ledger();
    const folder = path.join(data, 'raw/2026/01/01');
    const [victim = ''] = readdirSync(folder);
    const whole = await again();
    truncateSync(path.join(folder, victim), 40);
    writeFileSync(path.join(folder, 'x.gz.tmp'), 'half');
    writeFileSync(path.join(folder, 'empty.gz'), '');
    expect((await again()).captures).toBe(whole.captures - 1);
  });
});
