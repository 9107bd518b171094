import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  forgetOthers,
  readRemembered,
  updateRemembered,
  writeRemembered,
} from '../../lib/store/remembered.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const values = new Map<string, unknown>([
  ['one', { ceiling: 0.1 + 0.2, model: 'weibull', none: null }],
  ['two', [1e-300, 'Müller\n"x"']],
]);
const fileOf = (data: string, name: string) => path.join(data, '.cache/transform', `${name}.json`);

test('comes back as it was, to the last digit, in a folder that git does not see', async () => {
  const data = temporaryFolder();
  await writeRemembered(data, 'on', 'a', values);
  expect(await readRemembered(data, 'on', 'a')).toEqual(values);
  expect(readFileSync(path.join(data, '.cache/.gitignore'), 'utf8')).toBe('*\n');
  expect(readdirSync(path.join(data, '.cache/transform'))).toEqual(['a.json']);
});

test('what is missing, cut short, changed or of another format is nothing', async () => {
  const data = temporaryFolder();
  expect(await readRemembered(data, 'on', 'a')).toEqual(new Map());
  await writeRemembered(data, 'on', 'a', values);
  const whole = readFileSync(fileOf(data, 'a'), 'utf8');
  for (const text of [
    '',
    '{}',
    whole.slice(0, -4),
    whole.replace('weibull', 'logistic'),
    whole.replace(/^\d+/, '0'),
  ]) {
    writeFileSync(fileOf(data, 'a'), text);
    expect(await readRemembered(data, 'on', 'a')).toEqual(new Map());
  }
  writeFileSync(fileOf(data, 'a'), whole);
  expect(await readRemembered(data, 'on', 'a')).toEqual(values);
});

test('without a cache, or where it cannot be written, nothing is kept and nothing fails', async () => {
  const data = temporaryFolder();
  await writeRemembered(data, 'off', 'a', values);
  expect(readdirSync(data)).toEqual([]);
  expect(await readRemembered(data, 'off', 'a')).toEqual(new Map());
  writeFileSync(path.join(data, '.cache'), 'a file');
  await writeRemembered(data, 'on', 'a', values);
  expect(await readRemembered(data, 'on', 'a')).toEqual(new Map());
  rmSync(path.join(data, '.cache'));
  mkdirSync(fileOf(data, 'a'), { recursive: true });
  await writeRemembered(data, 'on', 'a', values);
  expect(await readRemembered(data, 'on', 'a')).toEqual(new Map());
});

test('of many values only those that changed are written, until these take as much room as the first', async () => {
  const data = temporaryFolder();
  let values = new Map<string, unknown>(
    Array.from({ length: 100 }, (_, i) => [`key ${i}`, { number: i, text: 'x'.repeat(50) }]),
  );
  await updateRemembered(data, 'on', 'a', new Map(), values);
  const first = readFileSync(fileOf(data, 'a'), 'utf8');
  let written = first;
  let whole = 0;
  for (let run = 0; run < 40; run++) {
    const before = await readRemembered(data, 'on', 'a');
    const next = new Map(before);
    next.delete(`key ${run}`);
    for (let i = 0; i < 5; i++) next.set(`key ${50 + i}`, { run, i, text: 'y'.repeat(50) });
    await updateRemembered(data, 'on', 'a', before, next);
    expect(await readRemembered(data, 'on', 'a')).toEqual(next);
    const now = readFileSync(fileOf(data, 'a'), 'utf8');
    if (!now.startsWith(written)) whole++;
    expect(now.length).toBeLessThan(2 * first.length);
    written = now;
    values = next;
  }
  // Five of a hundred a time: a second file of the same length is full after some twenty.
  expect(whole).toBeGreaterThan(0);
  expect(whole).toBeLessThan(4);
  const before = await readRemembered(data, 'on', 'a');
  await updateRemembered(data, 'on', 'a', before, new Map(before));
  expect(readFileSync(fileOf(data, 'a'), 'utf8')).toBe(written);
  writeFileSync(fileOf(data, 'a'), written.slice(0, -20));
  expect(await readRemembered(data, 'on', 'a')).toEqual(new Map());
  await updateRemembered(data, 'on', 'a', new Map(), values);
  expect(await readRemembered(data, 'on', 'a')).toEqual(values);
});

test('other names are forgotten', async () => {
  const data = temporaryFolder();
  for (const name of ['1-0', '2-0', '2-1']) await writeRemembered(data, 'on', name, values);
  await forgetOthers(data, 'on', ['2-0', '2-1']);
  expect(readdirSync(path.join(data, '.cache/transform')).sort()).toEqual(['2-0.json', '2-1.json']);
  await forgetOthers(temporaryFolder(), 'on', []);
});
