import { inspect } from 'node:util';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { proxyRoute } from '../../lib/collect/proxy-agent.ts';
import { proxyFault } from '../../lib/collect/proxy-fault.ts';
import { readProxy } from '../../lib/schema/proxy.ts';
import { type Certificate, hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import {
  missingPrograms,
  proxyPrograms,
  type RunningProxy,
  startDante,
  startSquid,
  startTinyproxy,
} from '../helpers/proxy-programs.ts';
import { startVersionOrigin, type VersionOrigin } from '../helpers/secure-origin.ts';

/**
 * The proxies that people run. Without them these tests say that they were skipped; where `CLIPBOOK_PROXY_TESTS` is
 * `required`, as in CI, they fail.
 */
const missing = [
  ...missingPrograms.map((program) => proxyPrograms[program]),
  ...(hasOpenssl ? [] : ['openssl']),
];
const isSkipped = missing.length > 0 && process.env['CLIPBOOK_PROXY_TESTS'] !== 'required';
const title = `real proxies${isSkipped ? ` (skipped: install Debian’s ${missing.join(', ')})` : ''}`;

describe.skipIf(isSkipped)(title, () => {
  const user = 'scribe';
  const password = 'hunter2-p4ss';
  let certificate: Certificate;
  let origins: Record<'http2' | 'http1' | 'refusing', VersionOrigin>;
  let running: Record<'squid' | 'tinyproxy' | 'danted', RunningProxy>;

  beforeAll(async () => {
    expect(missing, 'CLIPBOOK_PROXY_TESTS is "required", and these packages are not installed').toEqual([]);
    certificate = makeCertificate();
    const [http2, http1, refusing, squid, tinyproxy, danted] = await Promise.all([
      startVersionOrigin({ certificate, http2: true }),
      startVersionOrigin({ certificate }),
      startVersionOrigin({ certificate, http2: true, status: 403 }),
      startSquid(user, password, certificate),
      startTinyproxy(user, password),
      startDante(),
    ]);
    origins = { http2, http1, refusing };
    running = { squid, tinyproxy, danted };
  });
  afterAll(() =>
    Promise.all([...Object.values(origins ?? {}), ...Object.values(running ?? {})].map((one) => one.stop())),
  );

  /** Ways through them, by what their URL begins with; the credentials go between. */
  const ways = {
    'squid by http': () => ['http', `127.0.0.1:${running.squid.ports[0]}`],
    'squid by https': () => ['https', `localhost:${running.squid.ports[1]}`],
    tinyproxy: () => ['http', `127.0.0.1:${running.tinyproxy.ports[0]}`],
    dante: () => ['socks5', `127.0.0.1:${running.danted.ports[0]}`],
  } as const;
  type Way = keyof typeof ways;
  const names = Object.keys(ways) as Way[];
  const withUsers = names.filter((name) => name !== 'dante');
  const urlOf = (way: Way, credentials: string) => ways[way]().join(`://${credentials}`);

  async function ask(proxy: string, url: string): Promise<string> {
    const { dispatcher } = proxyRoute(readProxy(proxy), { ca: certificate.cert, connectTimeoutMs: 5_000 });
    onTestFinished(() => dispatcher.destroy());
    const response = await request(url, { dispatcher });
    return `${response.statusCode} ${await response.body.text()}`;
  }

  test.each(names)('%s: an answer in the version that the origin offers', async (way) => {
    const proxy = urlOf(way, way === 'dante' ? '' : `${user}:${password}@`);
    expect(await ask(proxy, origins.http2.url)).toBe('200 HTTP/2.0');
    expect(await ask(proxy, origins.http1.url)).toBe('200 HTTP/1.1');
  });

  test.each(names)('%s: the origin’s refusal is the origin’s', async (way) => {
    const proxy = urlOf(way, way === 'dante' ? '' : `${user}:${password}@`);
    expect(await ask(proxy, origins.refusing.url)).toBe('403 HTTP/2.0');
  });

  test.each(withUsers)('%s: wrong or no credentials are the proxy’s fault', async (way) => {
    const before = origins.http2.requests;
    // tinyproxy says 401 to wrong ones, as if it were the origin.
    for (const [credentials, status] of [
      [`${user}:hunter2-wr0ng@`, way === 'tinyproxy' ? 401 : 407],
      ['', 407],
    ] as const)
      expect(await faultOf(ask(urlOf(way, credentials), origins.http2.url))).toBe(
        `it does not accept the name and password (${status})`,
      );
    expect(origins.http2.requests).toBe(before);
  });

  test.each(names)('%s: an origin that is down', async (way) => {
    const gone = await startVersionOrigin();
    await gone.stop();
    const proxy = urlOf(way, way === 'dante' ? '' : `${user}:${password}@`);
    expect(await faultOf(ask(proxy, gone.url))).toMatch(/^it cannot reach the origin/);
  });

  // The last one: after it they are gone.
  test.each(names)('%s: it is ended', async (way) => {
    const proxy = urlOf(way, way === 'dante' ? '' : `${user}:${password}@`);
    await running[way === 'dante' ? 'danted' : way === 'tinyproxy' ? way : 'squid'].stop();
    expect(await faultOf(ask(proxy, origins.http2.url))).toBe('it cannot be reached (ECONNREFUSED)');
  });
});

/** Why the proxy failed; nothing in the error may be a credential. */
async function faultOf(asking: Promise<string>): Promise<string | null> {
  const failure: unknown = await asking.catch((error: unknown) => error);
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2');
  return proxyFault(failure);
}
