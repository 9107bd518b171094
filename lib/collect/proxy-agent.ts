import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { ProxyAddress } from '../schema/proxy.ts';
import { proxyFaultOf } from './proxy-fault.ts';

/** A way to the origin: directly, or through one proxy. */
export interface Route {
  /** Proxy URL without credentials, such as `http://proxy.example:8080`; `direct` for none. */
  label: string;
  dispatcher: Dispatcher;
}

export interface RouteOptions {
  /** Certificates (PEM) to trust instead of Node's own, both of the origin and of https proxies. */
  ca?: string | undefined;
  /** Limit of each step on the way to a connection: to the proxy, through it, TLS with the origin. 10 s by default. */
  connectTimeoutMs?: number | undefined;
}

/** The route without a proxy; HTTP/2 where the origin offers it. */
export function directRoute({ ca, connectTimeoutMs = 10_000 }: RouteOptions = {}): Route {
  return {
    label: 'direct',
    dispatcher: new Agent({ connect: { timeout: connectTimeoutMs, ...originTls(ca) } }),
  };
}

/**
 * The route through a proxy. Everything is tunnelled, plain http too, so that the proxy neither reads nor answers for the
 * origin; HTTP/2 where the origin offers it. Where no connection can be made, requests fail with a `ProxyFault`.
 */
export function proxyRoute(proxy: ProxyAddress, options: RouteOptions = {}): Route {
  const agent = proxy.protocol === 'socks5:' ? socksAgent(proxy, options) : connectAgent(proxy, options);
  return { label: proxy.label, dispatcher: agent.compose(markingFaults) };
}

function connectAgent({ label, credentials }: ProxyAddress, { ca, connectTimeoutMs = 10_000 }: RouteOptions) {
  return new ProxyAgent({
    uri: label,
    ...(credentials && { token: basicToken(credentials) }),
    proxyTunnel: true,
    connectTimeout: connectTimeoutMs,
    // The answer to CONNECT is headers: without a limit a silent proxy holds the request for five minutes.
    clientFactory: (url, settings) => new Pool(url, { ...settings, headersTimeout: connectTimeoutMs }),
    proxyTls: { ...trusting(ca), allowH2: false },
    requestTls: originTls(ca),
  });
}

function socksAgent({ label, credentials }: ProxyAddress, { ca, connectTimeoutMs = 10_000 }: RouteOptions) {
  const connect = buildConnector({ timeout: connectTimeoutMs });
  return withoutExperimentalWarning(
    () =>
      new Socks5ProxyAgent(label, {
        ...(credentials && { username: credentials.name, password: credentials.password }),
        connectTimeout: connectTimeoutMs,
        // The agent hands over an IPv6 address with its brackets, which no resolver knows.
        connect: (to, done) => connect({ ...to, hostname: to.hostname.replace(/^\[(.*)\]$/, '$1') }, done),
        // Of its own it offers no HTTP/2.
        requestTls: { ...trusting(ca), ALPNProtocols: ['h2', 'http/1.1'] },
      }),
  );
}

const trusting = (ca: string | undefined) => (ca === undefined ? {} : { ca });
/** Servers that follow the client's order would else choose HTTP/1.1. */
const originTls = (ca: string | undefined) => ({ ...trusting(ca), preferH2: true });

function basicToken({ name, password }: { name: string; password: string }): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/**
 * A request starts when it has a connection to the origin, so an error before that is the proxy's. What the code of an
 * error cannot tell (whose is ECONNRESET?), this can.
 */
function markingFaults(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => {
    let started = false;
    return dispatch(options, {
      onRequestStart(controller, context) {
        started = true;
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...of) => handler.onRequestUpgrade?.(...of),
      onResponseStart: (...of) => handler.onResponseStart?.(...of),
      onResponseData: (...of) => handler.onResponseData?.(...of),
      onResponseEnd: (...of) => handler.onResponseEnd?.(...of),
      onResponseError: (controller, error) =>
        handler.onResponseError?.(controller, started ? error : (proxyFaultOf(error) ?? error)),
      onBodySent: (chunk) => handler.onBodySent?.(chunk),
      onRequestSent: () => handler.onRequestSent?.(),
    });
  };
}

/**
 * undici says once per process, on standard error, that its SOCKS5 is experimental. Nobody who runs a command can act on
 * it; its version is fixed here and tested against a real server. Only that sentence is held back, and only meanwhile.
 */
function withoutExperimentalWarning<T>(make: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = (...of: unknown[]) => {
    if (!String(of[0]).startsWith('SOCKS5 proxy support is experimental'))
      Reflect.apply(emitWarning, process, of);
  };
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
