import { expect, test } from 'vitest';
import { readCaptures } from '../../lib/store/captures.ts';
import { describeCollect } from '../../scripts/collect.ts';
import { startConnectProxy } from '../helpers/connect-proxy.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { startJob, world } from './origin.ts';

const handles = world.handles().slice(0, 4);

test('a run through proxies says which failed and why, and shows no credential anywhere', async () => {
  const well = await startConnectProxy({ credentials: 'reader:right-word' });
  const wrong = await startConnectProxy({ credentials: 'reader:other-word' });
  const data = temporaryFolder();
  const job = await startJob(data, handles);
  job.settings.proxies = [
    `http://reader:secret-word@127.0.0.1:${wrong.port}`,
    `http://reader:right-word@127.0.0.1:${well.port}`,
    'socks5://somebody:third-word@127.0.0.1:9',
  ];
  job.settings.proxy_requests_per_minute = 600;
  const summary = await job.run();
  expect(summary).toMatchObject({ exitCode: 0, stored: { account: handles.length } });
  expect(summary.proxies.map(({ proxy, answered }) => [proxy, answered > 0])).toEqual([
    [`http://127.0.0.1:${wrong.port}`, false],
    [`http://127.0.0.1:${well.port}`, true],
    ['socks5://127.0.0.1:9', false],
  ]);
  const told = describeCollect(summary).join('\n');
  expect(told).toContain(
    `Proxy http://127.0.0.1:${wrong.port} is cooling: it does not accept the name and password (407).`,
  );
  expect(told).toMatch(/Proxy socks5:\/\/127\.0\.0\.1:9 is cooling: it cannot be reached/);
  const everything = [told, JSON.stringify(summary), ...Object.values(treeOf(data))];
  for await (const capture of readCaptures(data)) everything.push(JSON.stringify({ ...capture, body: '' }));
  for (const secret of ['secret-word', 'right-word', 'third-word', 'somebody'])
    expect(everything.filter((text) => text.includes(secret))).toEqual([]);
});

test('a run of which every proxy fails stores nothing, blames nobody else, and is due again', async () => {
  const data = temporaryFolder();
  const job = await startJob(data, handles.slice(0, 1));
  job.settings.proxies = ['http://127.0.0.1:9'];
  const summary = await job.run();
  expect(summary).toMatchObject({ exitCode: 3, stored: { account: 0, post: 0 }, stood_down: null });
  expect(job.asked).toEqual([]);
  job.settings.proxies = [];
  expect((await job.run()).stored.account).toBe(1);
});
