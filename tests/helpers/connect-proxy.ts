import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate.ts';
import { type Listening, listen } from './listening.ts';

export interface TestProxy extends Listening {
  /** What it was asked to connect to, as asked: `host:port`, in order. */
  asked: string[];
}

export interface ConnectProxyOptions {
  /** `name:password`; anybody where there is none. */
  credentials?: string;
  /** Makes it an https proxy. */
  certificate?: Certificate;
  /** Status of the answer to wrong or missing credentials; tinyproxy says 401, others 407. */
  refusal?: number;
  port?: number;
  /** What it does with a CONNECT instead of carrying it out. */
  instead?: (socket: Duplex) => void;
}

/** An HTTP proxy that knows CONNECT alone, as a reference for what real ones do. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = options.certificate ? createHttpsServer(options.certificate) : createServer();
  server.on('request', (_request, response) => response.writeHead(405).end('CONNECT only'));
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    client.on('error', () => client.destroy());
    asked.push(request.url ?? '');
    if (options.instead) return options.instead(client);
    if (!isAllowed(request, options.credentials)) {
      client.end(
        `HTTP/1.1 ${options.refusal ?? 407} No\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname);
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  return { ...(await listen(server, options.port)), asked };
}

function isAllowed(request: IncomingMessage, credentials: string | undefined): boolean {
  if (credentials === undefined) return true;
  const wanted = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return request.headers['proxy-authorization'] === wanted;
}
