import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ClipbookError } from '../../lib/errors.ts';
import { deliverAlerts } from '../../lib/publish/deliver.ts';
import type { Row } from '../../lib/schema/index.ts';

const alert: Row<'alert'> = {
  issued_at: '2026-11-05T06:00:00Z',
  rule: 'stale',
  subject: '107955',
  state: 'firing',
  value: 96,
  message: '@someone was last observed 96 hours ago; the rule allows 72.',
};
const secret = 'T0K3N-of-the-webhook';

/** A webhook on the loopback interface; its address holds a secret, as webhooks' addresses do. */
async function webhook(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/${secret}?key=${secret}`;
}

/** Everything of an error that a log could show. */
async function failure(work: Promise<void>): Promise<{ code: string; exitCode: number; shown: string }> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ClipbookError)) throw error;
    const shown = [error.message, error.hint, String(error.cause), error.stack].join('\n');
    return { code: error.code, exitCode: error.exitCode, shown };
  }
  throw new Error('it was delivered');
}

describe('delivering alerts', () => {
  test('posts one JSON object', async () => {
    const got: { method: string | undefined; type: string | undefined; body: string }[] = [];
    const url = await webhook((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        got.push({ method: request.method, type: request.headers['content-type'], body });
        response.writeHead(204).end();
      });
    });
    await deliverAlerts(url, [alert]);
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({ method: 'POST', type: 'application/json' });
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({ version: '1', alerts: [alert] });
  });

  test.each([500, 404, 302])('an answer of %d is told without the address', async (status) => {
    const url = await webhook((_request, response) => {
      response.writeHead(status, { location: '/elsewhere' }).end('no');
    });
    const { code, exitCode, shown } = await failure(deliverAlerts(url, [alert]));
    expect(code).toBe('not_delivered');
    expect(exitCode).toBe(1);
    expect(shown).toContain(String(status));
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('127.0.0.1');
  });

  test('a webhook that cannot be reached, or hangs up, is told without the address', async () => {
    // Port 9 of the loopback interface: nobody listens there.
    const unreachable = `http://127.0.0.1:9/hooks/${secret}`;
    const hangsUp = await webhook((request) => request.socket.destroy());
    for (const url of [unreachable, hangsUp]) {
      const { code, shown } = await failure(deliverAlerts(url, [alert]));
      expect(code).toBe('not_delivered');
      expect(shown).not.toContain(secret);
      expect(shown).not.toMatch(/127\.0\.0\.1/);
    }
  });
});
