import { connect, createServer, type Socket } from 'node:net';
import type { TestProxy } from './connect-proxy.ts';
import { listen } from './listening.ts';

export interface SocksProxyOptions {
  /** `name:password`; anybody where there is none. */
  credentials?: string;
  port?: number;
  /** The step at which it does something else. */
  instead?: { at: 'greeting' | 'request'; act: (socket: Socket) => void };
}

/** A SOCKS5 proxy (RFC 1928, with the name and password of RFC 1929) that knows CONNECT to a name or an IPv4 address. */
export async function startSocksProxy(options: SocksProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer(async (socket) => {
    // A client that goes away in the middle is no error of the proxy.
    await serve(socket, options, asked).catch(() => socket.destroy());
  });
  return { ...(await listen(server, options.port)), asked };
}

async function serve(
  socket: Socket,
  { credentials, instead }: SocksProxyOptions,
  asked: string[],
): Promise<void> {
  const [, methodCount = 0] = await read(socket, 2);
  const methods = await read(socket, methodCount);
  if (instead?.at === 'greeting') return instead.act(socket);
  const method = credentials === undefined ? 0 : 2;
  if (!methods.includes(method)) {
    socket.end(Buffer.from([5, 0xff]));
    return;
  }
  socket.write(Buffer.from([5, method]));
  if (credentials !== undefined) {
    const name = await read(socket, (await read(socket, 2))[1] ?? 0);
    const password = await read(socket, (await read(socket, 1))[0] ?? 0);
    if (`${name}:${password}` !== credentials) {
      socket.end(Buffer.from([1, 1]));
      return;
    }
    socket.write(Buffer.from([1, 0]));
  }
  const [, , , kind] = await read(socket, 4);
  const host =
    kind === 3
      ? String(await read(socket, (await read(socket, 1))[0] ?? 0))
      : (await read(socket, 4)).join('.');
  const port = (await read(socket, 2)).readUInt16BE();
  asked.push(`${host}:${port}`);
  if (instead?.at === 'request') return instead.act(socket);
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 127, 0, 0, 1, 0, 0]);
  const upstream = connect(port, host);
  upstream.once('connect', () => {
    socket.write(reply(0));
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on('error', () => socket.end(reply(5)));
  socket.once('close', () => upstream.destroy());
  upstream.once('close', () => socket.destroy());
}

/** Exactly so many bytes. Rejects where the connection ends before. */
async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes: Buffer | null = length === 0 ? Buffer.alloc(0) : socket.read(length);
    if (bytes !== null) return bytes;
    await new Promise<void>((resolve, reject) => {
      const ended = () => reject(new Error('The client went away.'));
      socket.once('readable', () => {
        socket.off('close', ended);
        resolve();
      });
      socket.once('close', ended);
    });
  }
}
