import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { CaptureKind } from '../../lib/schema/capture.ts';
import { hashtagAt, hashtagsOf, soundAt, soundsOf } from '../../lib/simulate/topics.ts';
import { refusalOf } from '../../lib/validate/row.ts';
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

/** A count as the web rounds it (docs/surfaces.md#rounding). */
const rounded = (count: number) => {
  const step = count < 1e4 ? 1 : count < 1e6 ? 100 : count < 1e9 ? 1e5 : 1e8;
  return { value: Math.round(count / step) * step, step };
};

describe('hashtags, sounds and embeds of posts', () => {
  test.each([2, 50, 110])('on day %i every hashtag is read from its page and from its embed', (day) => {
    const at = dayAt(day);
    const names = hashtagsOf(world);
    expect(names.length).toBeGreaterThan(40);
    let seen = 0;
    for (const name of names) {
      const truth = hashtagAt(world, name, at);
      const address = encodeURIComponent(name);
      const page = clean('hashtag-page', name, `/tag/${address}`, at);
      const embed = clean('hashtag-embed', name, `/embed/tag/${address}`, at);
      if (truth === null) {
        expect([page.outcome, embed.outcome]).toEqual(['not_found', 'not_found']);
        continue;
      }
      seen++;
      const [views, posts] = [rounded(truth.views), rounded(truth.posts)];
      for (const { outcome, drafts, source } of [page, embed]) {
        expect(outcome).toBe('ok');
        expect(source).toBe(`simulated:${drafts === page.drafts ? 'web_hashtag' : 'hashtag_embed'}`);
        expect(drafts[0]?.row).toMatchObject({ name, posts: posts.value, posts_step: posts.step });
        // An upload of the minute before: posts without views are not known to have none.
        if (views.value > 0)
          expect(drafts[0]?.row).toMatchObject({ views: views.value, views_step: views.step });
        expect(drafts.map((draft) => refusalOf(draft, at))).toEqual([null]);
      }
      const ids = [page, embed].flatMap(({ drafts }) => drafts.map(({ row }) => 'id' in row && row.id));
      expect(new Set(ids).size).toBe(1);
    }
    expect(seen).toBeGreaterThan(names.length / 2);
  });

  test('a sound is read from its page and from its embed, and posts name it', () => {
    const at = dayAt(50);
    const shared = soundsOf(world).filter((id) => (soundAt(world, id, at)?.posts ?? 0) > 3);
    expect(shared.length).toBeGreaterThan(5);
    for (const id of shared) {
      const truth = soundAt(world, id, at);
      const page = clean('sound-page', id, `/music/x-${id}`, at);
      const embed = clean('sound-embed', id, `/embed/music/${id}`, at);
      const posts = rounded(truth?.posts ?? 0);
      for (const { outcome, drafts } of [page, embed]) {
        expect(outcome).toBe('ok');
        expect(drafts[0]?.row).toMatchObject({ id, posts: posts.value, posts_step: posts.step, views: null });
        expect(drafts.map((draft) => refusalOf(draft, at))).toEqual([null]);
      }
      const postId = truth?.post.id ?? '';
      const post = clean('post-page', postId, `/@_/video/${postId}`, at);
      if (post.outcome === 'ok') expect(post.drafts[1]?.row).toMatchObject({ sound_id: id });
    }
  });

  test('what nobody uses is unknown', () => {
    const at = dayAt(50);
    const id = '7000000000000000000';
    expect(clean('hashtag-page', 'nobodyusesit', '/tag/nobodyusesit', at).outcome).toBe('not_found');
    expect(clean('hashtag-embed', 'nobodyusesit', '/embed/tag/nobodyusesit', at).outcome).toBe('not_found');
    expect(clean('sound-page', id, `/music/some-words-${id}`, at).outcome).toBe('not_found');
    // Its embed comes without it, as measured of the real one.
    expect(clean('sound-embed', id, `/embed/music/${id}`, at).outcome).toBe('layout_changed');
    expect(clean('post-embed', id, `/embed/v2/${id}`, at).outcome).toBe('not_found');
  });

  test.each([2, 50, 110])('on day %i the embed of a post says what its page says, but for saves', (day) => {
    const at = dayAt(day);
    let kinds = new Set<unknown>();
    for (const creator of world.creators)
      for (const { postId } of world.postsOf(creator.id, at).slice(0, 4)) {
        const embed = clean('post-embed', postId, `/embed/v2/${postId}`, at);
        const page = clean('post-page', postId, `/@_/video/${postId}`, at);
        if (page.outcome !== 'ok') {
          expect(embed.outcome).not.toBe('ok');
          expect(embed.status).toBeNull();
          continue;
        }
        const without = { saves: null, saves_step: null, source: 'simulated:post_embed' };
        const rows = page.drafts.map(({ row }) => row as Record<string, unknown>);
        const read = embed.drafts.map(({ row }) => row as Record<string, unknown>);
        const [counts, details] = rows;
        expect(read[0]).toMatchObject({
          ...counts,
          ...without,
          rounding: read[0]?.['rounding'],
          capture_id: 'c1',
        });
        expect(read[1]).toEqual({ ...details, source: 'simulated:post_embed' });
        kinds = kinds.add(read[1]?.['kind']);
      }
    expect(kinds).toEqual(new Set(['video', 'photo']));
  });

  test.each([
    '/embed/v2/',
    '/embed/v2/abc',
    '/embed/music/abc',
    '/tag/',
    '/music/',
    '/music/words',
    '/embed/tag/',
  ])('%s is unknown', (path) => expect(get(path, dayAt(50)).status).toBe(404));
});
