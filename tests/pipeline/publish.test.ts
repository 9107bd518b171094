import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { publish } from '../../lib/pipeline/publish.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { writeHandEdited } from '../../lib/store/lists.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { finding } from '../../lib/validate/rules.ts';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { serve } from './origin.ts';

const noon = (day: number) => simulatedEffects(new Date(Date.UTC(2026, 10, day, 12)));

/** A ledger whose one account was last seen on the first of November, with a rule for three days of silence. */
async function ledger(): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  writer.add('account', accountRow({ observed_at: '2026-11-01T12:00:00Z', followers: 5 }));
  await writer.commit();
  await writeHandEdited(data, { rules: [{ id: 'stale', when: 'stale', older_than_h: 72 }] });
  await transform(settingsFor(data), undefined, noon(2));
  return data;
}

describe('publish', () => {
  test('without recording only says what it would say', async () => {
    const data = await ledger();
    const before = treeOf(data);
    const told = await publish(settingsFor(data), {}, noon(5));
    expect(told).toMatchObject({ recorded: false, sent: 0, alerts: [{ rule: 'stale', state: 'firing' }] });
    expect(treeOf(data)).toEqual(before);
  });

  test('records an alert once, and what was issued is never rewritten', async () => {
    const data = await ledger();
    await publish(settingsFor(data), { record: true }, noon(5));
    const issued = () => Object.entries(treeOf(data)).filter(([name]) => name.startsWith('issued/'));
    const before = issued();
    expect(before.map(([name]) => name)).toContain('issued/v1/alert/2026/11/2026-11-05.csv');
    expect((await publish(settingsFor(data), { record: true }, noon(6))).alerts).toEqual([]);
    expect(issued()).toEqual(before);
  });

  test('an error of the data checks stops it: nothing is recorded or sent', async () => {
    const data = await ledger();
    const file = path.join(data, 'clean/v1/account/2026/11/2026-11-01.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(',5,', ',6,'));
    const before = treeOf(data);
    for (const record of [false, true])
      await expect(
        publish(settingsFor(data), { record, webhook: 'http://127.0.0.1:1' }, noon(5)),
      ).rejects.toMatchObject({
        code: 'check_failed',
        exitCode: 5,
        message: expect.stringContaining('edited_by_hand in clean/v1/account/2026/11/2026-11-01.csv'),
        hint: expect.stringContaining('clipbook check'),
      });
    expect(treeOf(data)).toEqual(before);
  });

  test('warnings stop nothing', async () => {
    const data = await ledger();
    const checked = { errors: 0, findings: [finding('stale', '@someone', 'old')] };
    expect((await publish(settingsFor(data), { record: true, checked }, noon(5))).alerts).toHaveLength(1);
  });

  test('a webhook that fails loses nothing: the alert is on record', async () => {
    const data = await ledger();
    const webhook = await serve((_request, response) => {
      response.writeHead(500).end();
    });
    await expect(publish(settingsFor(data), { record: true, webhook }, noon(5))).rejects.toMatchObject({
      code: 'not_delivered',
    });
    expect(await readTable('alert', { data })).toMatchObject([{ rule: 'stale', state: 'firing' }]);
  });

  test('sends what it recorded, and nothing where there is nothing to say', async () => {
    const data = await ledger();
    const bodies: string[] = [];
    const webhook = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(chunk));
      request.on('end', () => response.end());
    });
    const send = (day: number) => publish(settingsFor(data), { record: true, webhook }, noon(day));
    expect((await send(2)).sent).toBe(0);
    expect((await send(5)).sent).toBe(1);
    expect((await send(6)).sent).toBe(0);
    expect(bodies).toHaveLength(1);
    expect(JSON.parse(bodies[0] ?? '')).toEqual({ version: '1', alerts: await readTable('alert', { data }) });
  });
});
