import { createServer, type IncomingMessage } from 'node:http';
import { recogniseBlock } from '../../lib/clean/challenge.ts';
import type { ApiSettings } from '../../lib/collect/api-door.ts';
import { createDisplayApi, type DisplayApi, type DisplayOwner } from '../../lib/collect/display-api.ts';
import { createResearchApi, type ResearchApi } from '../../lib/collect/research-api.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import { simulatedHeader } from '../../lib/schema/capture.ts';
import { answerApi } from '../../lib/simulate/api.ts';
import type { ApiAnswer } from '../../lib/simulate/api-answer.ts';
import { refreshTokenFor, type Scope, simulatedClient } from '../../lib/simulate/api-token.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { listen } from '../helpers/listening.ts';

/** A world behind an official API, served on loopback with its clock; and what came in, for the tests to look at. */

export const world = createWorld({ seed: 3, accounts: 6, start: '2026-01-01', days: 60 });
export const startOfTest = new Date('2026-02-01T12:00:00Z');
/** An account with more posts than one answer holds. */
export const owner = world.creators.reduce((most, one) =>
  one.posts.length > most.posts.length ? one : most,
);
export const handle = owner.persona.handle;

export interface Incoming {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What a test puts in the place of the API's answer: null for the answer itself, `cut` for a broken connection. */
export type Interference = (
  incoming: Incoming,
  count: number,
) => (ApiAnswer & { headers?: Record<string, string> }) | 'cut' | null;

export interface TestApi {
  settings: ApiSettings;
  effects: ReturnType<typeof simulatedEffects>;
  incoming: Incoming[];
  /** Paths of what came in, without their queries. */
  paths(): string[];
  refreshToken: string;
  display(change?: Partial<DisplayOwner>, scopes?: readonly Scope[]): DisplayApi;
  research(secret?: string): ResearchApi;
}

export async function withApi(
  work: (api: TestApi) => Promise<void>,
  interfere: Interference = () => null,
): Promise<void> {
  const effects = simulatedEffects(startOfTest);
  const incoming: Incoming[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body };
    incoming.push(one);
    const other = interfere(one, incoming.length);
    if (other === 'cut') {
      request.socket.destroy();
      return;
    }
    const answer = other ?? answerApi(world, effects.now(), method, path, headers, body);
    response
      .writeHead(answer.status, {
        'content-type': answer.contentType,
        date: effects.now().toUTCString(),
        [simulatedHeader]: '1',
        ...other?.headers,
      })
      .end(answer.body);
  });
  const { port, stop } = await listen(server);
  const settings: ApiSettings = { api_origin: `http://127.0.0.1:${port}`, time_limit_ms: 5_000, retries: 2 };
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(api: T): T => {
    opened.push(api);
    return api;
  };
  const refreshToken = refreshTokenFor(world, owner.id, startOfTest);
  try {
    await work({
      settings,
      effects,
      incoming,
      paths: () => incoming.map(({ path }) => path.replace(/\?.*/, '')),
      refreshToken,
      display: (change = {}, scopes) =>
        keep(
          createDisplayApi(
            settings,
            {
              kind: 'refresh',
              client: { ...simulatedClient, settings: 'KEY and SECRET' },
              refreshToken:
                scopes === undefined ? refreshToken : refreshTokenFor(world, owner.id, startOfTest, scopes),
              ...change,
            } as DisplayOwner,
            recogniseBlock,
            effects,
          ),
        ),
      research: (secret = simulatedClient.secret) => {
        const api = createResearchApi(
          { ...settings, research_client_key: simulatedClient.key, research_client_secret: secret },
          recogniseBlock,
          effects,
        );
        if (api === null) throw new TypeError('there are credentials');
        return keep(api);
      },
    });
  } finally {
    await Promise.all(opened.map((api) => api.close()));
    await stop();
  }
}
