import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import { allPages, type NextPage } from '../../lib/collect/all-pages.ts';
import { createResearchApi, researchWindows } from '../../lib/collect/research-api.ts';
import { researchLagMs } from '../../lib/simulate/api-research.ts';
import { handle, owner, startOfTest, withApi, world } from './with-api.ts';

const lagged = new Date(startOfTest.getTime() - researchLagMs);

describe('createResearchApi', () => {
  test('an account, as it was some days ago', () =>
    withApi(async (api) => {
      const research = api.research();
      const capture = await research.user(handle);
      expect(capture).toMatchObject({ kind: 'research-user', subject: handle });
      expect(api.incoming[0]?.body).toContain('grant_type=client_credentials');
      expect(JSON.parse(api.incoming[1]?.body ?? '')).toEqual({ username: handle });
      expect(cleanCapture(capture)).toMatchObject({
        outcome: 'ok',
        source: 'simulated:research_api',
        drafts: [{ row: { handle, followers: world.followersAt(owner.id, lagged) } }, {}],
      });
      expect(research.requests).toBe(2);
    }));

  test('an account that nobody has', () =>
    withApi(async (api) => {
      expect(cleanCapture(await api.research().user('nobody.here'))).toMatchObject({
        outcome: 'invalid',
        message: expect.stringContaining('invalid_params'),
      });
    }));

  test('posts, window by window and page by page, with all digits of their ids', () =>
    withApi(async (api) => {
      const research = api.research();
      const windows = researchWindows('2025-11-15', '2026-01-31');
      const ids: string[] = [];
      for (const { from, to } of windows) {
        const pages = allPages({
          ask: async (next: NextPage | null) =>
            cleanCapture(
              await research.posts({
                handle,
                from,
                to,
                cursor: next?.cursor ?? null,
                searchId: next?.search_id ?? null,
              }),
            ),
          nextOf: (page) => page.next ?? null,
          idsOf: (page) => page.listed.map(({ post_id }) => post_id),
        });
        for await (const page of pages) {
          expect(page).toMatchObject({ outcome: 'ok', message: null });
          ids.push(...page.listed.map(({ post_id }) => post_id));
        }
      }
      const real = world
        .postsOf(owner.id, lagged)
        .filter(({ createdAt }) => createdAt >= '2025-11-15')
        .map(({ postId }) => postId);
      expect(real.length).toBeGreaterThan(10);
      expect(ids.sort()).toEqual(real.sort());
      expect(JSON.parse(api.incoming[1]?.body ?? '')).toEqual({
        query: { and: [{ operation: 'EQ', field_name: 'username', field_values: [handle] }] },
        start_date: '20251115',
        end_date: '20251214',
        max_count: 100,
      });
    }));

  test('a search goes on with the id it was given', () =>
    withApi(async (api) => {
      const research = api.research();
      await research.posts({ handle, from: '2026-01-01', to: '2026-01-30', cursor: '100', searchId: '7' });
      expect(JSON.parse(api.incoming[1]?.body ?? '')).toMatchObject({ cursor: 100, search_id: '7' });
    }));

  test('the quota of the day ends the asking', () =>
    withApi(
      async (api) => {
        const research = api.research();
        await expect(research.user(handle)).rejects.toMatchObject({ outcome: 'rate_limited' });
        await expect(research.user(handle)).rejects.toMatchObject({ outcome: 'not_asked' });
      },
      ({ path }) =>
        path.includes('/oauth/')
          ? null
          : {
              status: 429,
              contentType: 'application/json',
              body: '{"data":{},"error":{"code":"daily_quota_limit_exceeded","message":"","log_id":"x"}}',
            },
    ));

  test('a wrong secret', () =>
    withApi(async (api) => {
      const error = await api
        .research('hunter2-secret')
        .user(handle)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'fetch_token',
        hint: expect.stringContaining('CLIPBOOK_RESEARCH_CLIENT_SECRET'),
      });
      expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
    }));

  test('there is none without credentials, and half of them is a mistake', () => {
    const settings = { api_origin: 'https://open.tiktokapis.com', time_limit_ms: 1, retries: 0 };
    const none = { ...settings, research_client_key: null, research_client_secret: null };
    expect(createResearchApi(none, () => null)).toBeNull();
    expect(() => createResearchApi({ ...none, research_client_key: 'key' }, () => null)).toThrow(
      expect.objectContaining({ code: 'bad_setting' }),
    );
  });
});

describe('researchWindows', () => {
  test('spans of 30 days at most that touch and do not overlap', () => {
    expect(researchWindows('2026-01-01', '2026-01-01')).toEqual([{ from: '2026-01-01', to: '2026-01-01' }]);
    expect(researchWindows('2026-01-01', '2026-03-05')).toEqual([
      { from: '2026-01-01', to: '2026-01-30' },
      { from: '2026-01-31', to: '2026-03-01' },
      { from: '2026-03-02', to: '2026-03-05' },
    ]);
    expect(researchWindows('2026-01-02', '2026-01-01')).toEqual([]);
  });
});
