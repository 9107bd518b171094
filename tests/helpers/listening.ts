import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on a free loopback port. */
export interface Listening {
  port: number;
  /** Cuts every connection and frees the port. */
  stop(): Promise<void>;
}

/** Lets a server listen on a free loopback port, or on a given one. */
export async function listen(server: Server, port = 0): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // A connection that is cut is what these tests are about.
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
