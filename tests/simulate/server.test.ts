import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../lib/errors.ts';
import { readFaults } from '../../lib/simulate/faults/choose.ts';
import { type Origin, type OriginOptions, type Served, startOrigin } from '../../lib/simulate/server.ts';
import { dayAt, dig, scopeOf, world } from './fixture.ts';

let at = dayAt(5);
let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin({ world, now: () => at });
});
afterAll(() => origin.close());

describe('the simulated origin', () => {
  test('listens on the loopback interface and follows the clock it was given', async () => {
    expect(origin.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const followersOn = async (day: number) => {
      at = dayAt(day);
      const page = await (await fetch(`${origin.url}/@harbour.birds`)).text();
      return dig(scopeOf(page, 'webapp.user-detail'), 'userInfo', 'statsV2', 'followerCount');
    };
    const id = world.creators[0]?.id ?? '';
    expect(await followersOn(6)).toBe(String(world.followersAt(id, dayAt(6))));
    expect(await followersOn(40)).toBe(String(world.followersAt(id, dayAt(40))));
  });

  test('marks every answer as simulated and dates it by its own clock', async () => {
    at = dayAt(5);
    for (const path of [
      '/@harbour.birds',
      '/@nobody',
      '/nothing',
      '/robots.txt',
      '/oembed?url=',
      '/embed/@nobody',
    ]) {
      const response = await fetch(origin.url + path);
      await response.text();
      expect(response.headers.get('x-clipbook-simulated')).toBe('1');
      expect(response.headers.get('date')).toBe(at.toUTCString());
    }
  });

  test('counts requests, answers HEAD without a body and refuses other methods', async () => {
    const before = origin.requests();
    const head = await fetch(`${origin.url}/@harbour.birds`, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000);
    expect(await head.text()).toBe('');
    const post = await fetch(`${origin.url}/@harbour.birds`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(post.status).toBe(405);
    await post.text();
    expect(origin.requests()).toBe(before + 2);
  });

  test('answers 500 without the reason when something fails, and goes on', async () => {
    let fails = true;
    const frail = await startOrigin({
      world,
      now: () => {
        if (fails) throw new Error('secret path /root');
        return dayAt(5);
      },
    });
    const broken = await fetch(`${frail.url}/@harbour.birds`);
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain('secret');
    fails = false;
    const well = await fetch(`${frail.url}/@harbour.birds`);
    await well.text();
    expect(well.status).toBe(200);
    await frail.close();
  });

  test('pads pages and holds answers back where asked', async () => {
    const slept: number[] = [];
    const slow = await startOrigin(
      { world, now: () => dayAt(5), pageBytes: 50_000, latencyMs: 250, robots: 'tiktok' },
      {
        now: () => dayAt(5),
        random: () => 0,
        elapsed: () => 0,
        sleep: async (waitMs) => {
          slept.push(waitMs);
        },
      },
    );
    const page = await (await fetch(`${slow.url}/@harbour.birds`)).text();
    expect(Buffer.byteLength(page)).toBeGreaterThanOrEqual(50_000);
    expect(await (await fetch(`${slow.url}/robots.txt`)).text()).toContain('Disallow: /embed/@');
    expect(slept).toEqual([250, 250]);
    await slow.close();
  });

  test('closes although an answer is still held back, and more than once', async () => {
    const slow = await startOrigin({ world, now: () => dayAt(5), latencyMs: 60_000 });
    const waiting = fetch(`${slow.url}/@harbour.birds`).catch((error: unknown) => error);
    while (slow.requests() === 0) await new Promise((resolve) => setImmediate(resolve));
    await slow.close();
    await slow.close();
    expect(await waiting).toBeInstanceOf(Error);
  });

  test('says which port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startOrigin({ world, port })).rejects.toThrow(InputError);
    await expect(startOrigin({ world, port })).rejects.toThrow(String(port));
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('on a bad day', () => {
  async function badOrigin(faults: string, options: Partial<OriginOptions> = {}) {
    const served: Served[] = [];
    const bad = await startOrigin({
      world,
      now: () => dayAt(5),
      faults: readFaults(faults),
      onRequest: (each) => served.push(each),
      ...options,
    });
    onTestFinished(() => bad.close());
    return { ...bad, served };
  }
  const path = '/@harbour.birds';
  const read = async (url: string, signal?: AbortSignal) => {
    const response = await fetch(url, { redirect: 'manual', ...(signal ? { signal } : {}) });
    return { status: response.status, body: await response.text(), headers: response.headers };
  };

  test('says what it served', async () => {
    const { url, served } = await badOrigin('gone');
    expect((await read(url + path)).status).toBe(404);
    expect((await read(`${url}/robots.txt`)).status).toBe(200);
    expect((await read(`${url}/`)).status).toBe(200);
    const good = { instant: dayAt(5), fault: null, truthful: true, whole: true };
    expect(served).toEqual([
      { path, instant: dayAt(5), fault: 'gone', truthful: false, whole: true },
      { path: '/robots.txt', ...good },
      { path: '/', ...good },
    ]);
  });

  test('can have good days again', async () => {
    const { url, setFaults } = await badOrigin('gone');
    expect((await read(url + path)).status).toBe(404);
    setFaults([]);
    expect((await read(url + path)).status).toBe(200);
    setFaults(readFaults('legal'));
    expect((await read(url + path)).status).toBe(451);
  });

  test('spares the paths that it was told to spare', async () => {
    const { url } = await badOrigin('gone', { sparedPaths: [path] });
    expect((await read(url + path)).status).toBe(200);
    expect((await read(`${url}/robots.txt`)).status).toBe(404);
  });

  test.each(['refused', 'reset', 'length-long', 'gzip-not'])('%s: no page arrives', async (name) => {
    const { url } = await badOrigin(name);
    await expect(read(url + path)).rejects.toThrow();
    expect((await read(`${url}/robots.txt`)).status).toBe(200);
  });

  test.each(['silent', 'stall', 'drip'])('%s: outlasts a client, and lets go of it', async (name) => {
    const { url, close } = await badOrigin(name);
    await expect(read(url + path, AbortSignal.timeout(150))).rejects.toThrow(/aborted|timeout/);
    expect((await read(`${url}/robots.txt`)).status).toBe(200);
    // Also one that is still waiting does not keep it from closing.
    const waiting = read(url + path).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await close();
    expect(await waiting).toBeInstanceOf(Error);
  });

  test('keeps its marks and its date, but for the fault that is about the date', async () => {
    const { url } = await badOrigin('challenge-403');
    const { headers } = await read(url + path);
    expect(headers.get('x-clipbook-simulated')).toBe('1');
    expect(headers.get('date')).toBe(dayAt(5).toUTCString());
    const { url: other } = await badOrigin('date-off');
    const off = Date.parse((await read(other + path)).headers.get('date') ?? '') - dayAt(5).getTime();
    expect(Math.abs(off)).toBeGreaterThan(365 * 86_400_000);
  });

  test('sends 50 MB to their end', async () => {
    const { url } = await badOrigin('huge');
    const response = await fetch(url + path);
    let bytes = 0;
    for await (const chunk of response.body ?? []) bytes += chunk.length;
    expect(bytes).toBe(Number(response.headers.get('content-length')));
    expect(bytes).toBeGreaterThan(50_000_000);
  });

  test('answers HEAD without a body', async () => {
    const { url } = await badOrigin('huge');
    const head = await fetch(url + path, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(50_000_000);
    expect(await head.text()).toBe('');
  });
});
