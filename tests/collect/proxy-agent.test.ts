import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { Agent, type Dispatcher, request } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { directRoute, proxyRoute } from '../../lib/collect/proxy-agent.ts';
import { proxyFault } from '../../lib/collect/proxy-fault.ts';
import { readProxy } from '../../lib/schema/proxy.ts';
import { type Certificate, hasOpenssl, makeCertificate } from '../helpers/certificate.ts';
import { type ConnectProxyOptions, startConnectProxy } from '../helpers/connect-proxy.ts';
import { type Listening, listen } from '../helpers/listening.ts';
import { startVersionOrigin, type VersionOrigin } from '../helpers/secure-origin.ts';
import { type SocksProxyOptions, startSocksProxy } from '../helpers/socks-proxy.ts';

/** With everything that an URL has to encode. */
const credentials = 'us er:p@ss/w%rd,hunter2';
const encoded = 'us%20er:p%40ss%2Fw%25rd%2Chunter2';
const wrong = 'us%20er:hunter2';

describe.skipIf(!hasOpenssl)('routes to an https origin (needs openssl)', () => {
  let certificate: Certificate;
  let origins: { 'HTTP/2': VersionOrigin; 'HTTP/1.1': VersionOrigin; plain: VersionOrigin };

  beforeAll(async () => {
    certificate = makeCertificate();
    origins = {
      'HTTP/2': await startVersionOrigin({ certificate, http2: true }),
      'HTTP/1.1': await startVersionOrigin({ certificate }),
      plain: await startVersionOrigin(),
    };
  });
  afterAll(() => Promise.all(Object.values(origins).map((origin) => origin.stop())));

  function dispatcherOf(proxy: string | null, connectTimeoutMs = 5_000): Dispatcher {
    const options = { ca: certificate.cert, connectTimeoutMs };
    const { dispatcher } = proxy === null ? directRoute(options) : proxyRoute(readProxy(proxy), options);
    onTestFinished(() => dispatcher.destroy());
    return dispatcher;
  }
  async function ask(proxy: string | null, url: string): Promise<string> {
    const response = await request(url, { dispatcher: dispatcherOf(proxy) });
    return `${response.statusCode} ${await response.body.text()}`;
  }
  /** What a request through a proxy fails with. Nothing in it may be a credential. */
  async function failureThrough(proxy: string, url = origins['HTTP/2'].url, connectTimeoutMs?: number) {
    const dispatcher = dispatcherOf(proxy, connectTimeoutMs);
    const failure = await failureOf(request(url, { dispatcher }));
    for (const secret of ['hunter2', Buffer.from(credentials).toString('base64')])
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(secret);
    return failure;
  }
  const started = async <T extends Listening>(starting: Promise<T>): Promise<T> => {
    const proxy = await starting;
    onTestFinished(() => proxy.stop());
    return proxy;
  };
  const connectProxy = (options?: ConnectProxyOptions) => started(startConnectProxy(options));
  const socksProxy = (options?: SocksProxyOptions) => started(startSocksProxy(options));

  describe('speak the best version that the origin offers', () => {
    const expected = [
      ['HTTP/2', '200 HTTP/2.0'],
      ['HTTP/1.1', '200 HTTP/1.1'],
      ['plain', '200 HTTP/1.1'],
    ] as const;
    test.each(expected)('directly: %s', async (kind, answer) => {
      expect(await ask(null, origins[kind].url)).toBe(answer);
    });
    test.each(expected)('through an http proxy with credentials: %s', async (kind, answer) => {
      const proxy = await connectProxy({ credentials });
      expect(await ask(`http://${encoded}@127.0.0.1:${proxy.port}`, origins[kind].url)).toBe(answer);
      // Plain http is tunnelled as well.
      expect(proxy.asked).toEqual([`localhost:${origins[kind].port}`]);
    });
    test.each(expected)('through an https proxy with credentials: %s', async (kind, answer) => {
      const proxy = await connectProxy({ credentials, certificate });
      expect(await ask(`https://${encoded}@localhost:${proxy.port}`, origins[kind].url)).toBe(answer);
      expect(proxy.asked).toEqual([`localhost:${origins[kind].port}`]);
    });
    test.each(expected)('through a SOCKS5 proxy with credentials: %s', async (kind, answer) => {
      const proxy = await socksProxy({ credentials });
      expect(await ask(`socks5://${encoded}@127.0.0.1:${proxy.port}`, origins[kind].url)).toBe(answer);
      // The name, not an address: the proxy resolves it.
      expect(proxy.asked).toEqual([`localhost:${origins[kind].port}`]);
    });
    test('through an open SOCKS5 proxy, whether or not there are credentials', async () => {
      const { port } = await socksProxy();
      for (const start of ['socks5://', 'socks5h://', 'socks5://u:p@'])
        expect(await ask(`${start}127.0.0.1:${port}`, origins['HTTP/2'].url)).toBe('200 HTTP/2.0');
    });
  });

  describe('tell a fault of the proxy', () => {
    const badCredentials = 'it does not accept the name and password';
    test.each([407, 401])('wrong credentials, answered with %d', async (refusal) => {
      const { port } = await connectProxy({ credentials, refusal });
      for (const start of [`${wrong}@`, ''])
        expect(proxyFault(await failureThrough(`http://${start}127.0.0.1:${port}`))).toBe(
          `${badCredentials} (${refusal})`,
        );
    });
    test('wrong credentials at a SOCKS5 proxy', async () => {
      const { port } = await socksProxy({ credentials });
      for (const start of [`${wrong}@`, ''])
        expect(proxyFault(await failureThrough(`socks5://${start}127.0.0.1:${port}`))).toBe(badCredentials);
    });
    test.each(['http', 'https', 'socks5'])('nobody listens: %s', async (scheme) => {
      const { port, stop } = await startConnectProxy();
      await stop();
      expect(proxyFault(await failureThrough(`${scheme}://${encoded}@localhost:${port}`))).toBe(
        'it cannot be reached (ECONNREFUSED)',
      );
    });
    test.each(['http', 'socks5'])('its name is unknown: %s', async (scheme) => {
      expect(proxyFault(await failureThrough(`${scheme}://${encoded}@nowhere.invalid:1`))).toMatch(
        /^it cannot be reached \((?:ENOTFOUND|EAI_AGAIN)\)$/,
      );
    });
    test('it cannot reach the origin', async () => {
      const { port: free, stop } = await startConnectProxy();
      await stop();
      const url = `https://localhost:${free}`;
      expect(proxyFault(await failureThrough(`http://127.0.0.1:${(await connectProxy()).port}`, url))).toBe(
        'it cannot reach the origin (502)',
      );
      expect(proxyFault(await failureThrough(`socks5://127.0.0.1:${(await socksProxy()).port}`, url))).toBe(
        'it cannot reach the origin (UND_ERR_SOCKS5_REPLY_5)',
      );
    });
    const answering = (text: string) => (socket: { end(text: string): unknown }) => socket.end(text);
    test.each([
      ['HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n', 'it does not allow the connection (403)'],
      [
        'HTTP/1.1 302 Found\r\nLocation: http://login/\r\nContent-Length: 0\r\n\r\n',
        'it answered CONNECT with 302',
      ],
      ['220 mail.example ESMTP\r\n\r\n', 'it does not answer as such a proxy does (HTTPParserError)'],
      ['', 'it closed the connection (UND_ERR_PRX_CONN)'],
    ])('it answers CONNECT with %j', async (text, fault) => {
      const { port } = await connectProxy({ instead: answering(text) });
      expect(proxyFault(await failureThrough(`http://${encoded}@127.0.0.1:${port}`))).toBe(fault);
    });
    test('it resets the connection', async () => {
      const reset = (socket: unknown) => (socket as Socket).resetAndDestroy();
      const http = await connectProxy({ instead: reset });
      expect(proxyFault(await failureThrough(`http://127.0.0.1:${http.port}`))).toMatch(
        /^it closed the connection/,
      );
      const socks = await socksProxy({ instead: { at: 'request', act: reset } });
      expect(proxyFault(await failureThrough(`socks5://127.0.0.1:${socks.port}`))).toMatch(
        /^it closed the connection/,
      );
    });
    test('it cuts the tunnel before the origin has shown its certificate', async () => {
      const instead = (socket: { write(text: string): unknown; destroy(): void }) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        setTimeout(() => socket.destroy(), 30);
      };
      const { port } = await connectProxy({ instead });
      expect(proxyFault(await failureThrough(`http://127.0.0.1:${port}`))).toBe(
        'it closed the connection (ECONNRESET)',
      );
    });
    test('it is no proxy of that kind', async () => {
      const { port } = await connectProxy();
      expect(proxyFault(await failureThrough(`socks5://127.0.0.1:${port}`))).toMatch(/as such a proxy does/);
      expect(proxyFault(await failureThrough(`https://localhost:${port}`))).toMatch(/not secure \(ERR_SSL/);
    });
    test('its certificate is not trusted, or names another host', async () => {
      const { port } = await connectProxy({ certificate: makeCertificate() });
      expect(proxyFault(await failureThrough(`https://localhost:${port}`))).toBe(
        'the connection through it is not secure (DEPTH_ZERO_SELF_SIGNED_CERT)',
      );
      const other = await connectProxy({ certificate: makeCertificate('other.example') });
      expect(proxyFault(await failureThrough(`https://localhost:${other.port}`))).toMatch(/not secure/);
    });
    test.each(['http', 'https', 'socks5'])('it says nothing within the limit: %s', async (scheme) => {
      const { port } = await started(listen(createServer(() => undefined)));
      const failure = await failureThrough(`${scheme}://${encoded}@localhost:${port}`, undefined, 300);
      expect(proxyFault(failure)).toBe('it made no connection in time');
    });
    test.each(['http', 'socks5'])('it dies in the middle of a run: %s', async (scheme) => {
      const proxy = await (scheme === 'http' ? startConnectProxy() : startSocksProxy());
      const dispatcher = dispatcherOf(`${scheme}://127.0.0.1:${proxy.port}`);
      await (await request(origins['HTTP/2'].url, { dispatcher })).body.dump();
      await proxy.stop();
      // The connection there was may be used once more, and then it is open whose end that was.
      await failureOf(request(origins['HTTP/2'].url, { dispatcher }));
      const failure = await failureOf(request(origins['HTTP/2'].url, { dispatcher }));
      expect(proxyFault(failure)).toBe('it cannot be reached (ECONNREFUSED)');
    });
  });

  describe('tell no fault where the proxy did its part', () => {
    test('the origin refuses, even with the codes of a proxy', async () => {
      for (const status of [403, 407, 429, 502]) {
        const origin = await started(startVersionOrigin({ certificate, http2: true, status }));
        for (const proxy of [`http://127.0.0.1:${(await connectProxy()).port}`, null])
          expect(await ask(proxy, origin.url)).toBe(`${status} HTTP/2.0`);
      }
    });
    test.each(['http', 'socks5'])(
      'the origin closes the connection instead of an answer: %s',
      async (scheme) => {
        const origin = await started(
          listen(createServer((socket) => socket.once('data', () => socket.destroy()))),
        );
        const { port } = await (scheme === 'http' ? connectProxy() : socksProxy());
        const failure = await failureThrough(
          `${scheme}://127.0.0.1:${port}`,
          `http://localhost:${origin.port}`,
        );
        expect(failure).toMatchObject({ code: 'UND_ERR_SOCKET' });
        expect(proxyFault(failure)).toBeNull();
      },
    );
    test('the direct route fails', async () => {
      const { port, stop } = await startConnectProxy();
      await stop();
      const dispatcher = dispatcherOf(null);
      const failure = await failureOf(request(`https://localhost:${port}`, { dispatcher }));
      expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
      expect(proxyFault(failure)).toBeNull();
    });
    test('we give up: the time limit while a page comes slowly, and the end of the run', async () => {
      const slow = await started(
        listen(createServer((socket) => socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n')))),
      );
      const dispatcher = dispatcherOf(`http://127.0.0.1:${(await connectProxy()).port}`);
      const url = `http://localhost:${slow.port}`;
      const failure = await failureOf(request(url, { dispatcher, signal: AbortSignal.timeout(200) }));
      expect(failure).toMatchObject({ name: 'TimeoutError' });
      expect(proxyFault(failure)).toBeNull();
      const { port } = await started(listen(createServer(() => undefined)));
      const waiting = dispatcherOf(`socks5://127.0.0.1:${port}`);
      const ended = failureOf(request(url, { dispatcher: waiting }));
      await waiting.destroy();
      expect(proxyFault(await ended)).toBeNull();
    });
  });

  test('an experimental SOCKS5 is no news for standard error', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    vi.resetModules();
    const fresh = await import('../../lib/collect/proxy-agent.ts');
    await fresh.proxyRoute(readProxy('socks5://127.0.0.1:1')).dispatcher.destroy();
    expect(warn).not.toHaveBeenCalled();
  });

  test('the certificates of a route are its own', async () => {
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.destroy());
    await expect(request(origins['HTTP/2'].url, { dispatcher })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
}
