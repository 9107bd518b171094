import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { CaptureKind } from '../../lib/schema/capture.ts';
import { dayAt, get, world } from './fixture.ts';

/** The pages go through the parsers that read the real ones. */
function clean(kind: CaptureKind, subject: string, path: string, at: Date) {
  const { status, body } = get(path, at);
  return cleanCapture({
    capture_id: 'c1',
    kind,
    subject,
    url: `http://127.0.0.1${path}`,
    final_url: `http://127.0.0.1${path}`,
    observed_at: `${at.toISOString().slice(0, 19)}Z`,
    status,
    content_type: 'text/html; charset=utf-8',
    simulated: true,
    body: new TextEncoder().encode(body),
  });
}

describe('the parsers of real pages', () => {
  test.each([2, 50, 110])('read on day %i what is true', (day) => {
    const at = dayAt(day);
    for (const truth of world.truth(at).filter(({ answers }) => answers)) {
      const account = clean('account-page', truth.handle, `/@${truth.handle}`, at);
      expect(account.outcome).toBe({ ok: 'ok', private: 'private', deleted: 'not_found' }[truth.status]);
      const embed = clean('creator-embed', truth.handle, `/embed/@${truth.handle}`, at);
      expect(embed.listed.length >= 10).toBe(truth.status === 'ok');
      if (truth.status !== 'ok') continue;
      expect(account.drafts[0]?.row).toMatchObject({
        account_id: truth.accountId,
        followers: truth.followers,
        following: truth.following,
        likes: truth.likes,
        posts: truth.posts,
        source: 'simulated:web_profile_v2',
      });
      for (const { post_id, handle } of embed.listed.slice(0, 3)) {
        const post = clean('post-page', post_id, `/@${handle}/video/${post_id}`, at);
        const exact = world.postTruth(post_id, at);
        expect(post.outcome).toBe('ok');
        expect(post.drafts[1]?.row).toMatchObject({
          post_id,
          account_id: truth.accountId,
          created_at: exact?.createdAt,
          kind: exact?.kind,
        });
      }
    }
  });
});
