import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld } from '../../lib/simulate/world.ts';

/**
 * A loopback origin that answers every path with one account page of about so many bytes: `fetch-origin.ts <bytes>`. Prints
 * its address, and ends when its input does.
 */

const at = new Date('2026-01-10T03:00:00Z');
const world = createWorld({ seed: 1, accounts: 1, start: '2026-01-01', days: 30 });
const page = answer(world, at, `/@${world.handles(at)[0]}`, {
  robots: 'own',
  pageBytes: Number(process.argv[2]),
});
const body = Buffer.from(page.body);
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': page.contentType, 'content-length': body.length }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.resume().on('end', () => process.exit());
