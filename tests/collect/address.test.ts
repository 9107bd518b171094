import { expect, test } from 'vitest';
import { collectAccount } from '../../lib/collect/account.ts';
import { collectCreatorEmbed } from '../../lib/collect/creator-embed.ts';
import type { PageRequest } from '../../lib/collect/get.ts';
import { collectHashtag, collectHashtagEmbed } from '../../lib/collect/hashtag.ts';
import { collectOembed } from '../../lib/collect/oembed.ts';
import { collectPost } from '../../lib/collect/post.ts';
import { collectPostEmbed } from '../../lib/collect/post-embed.ts';
import { collectSound, collectSoundEmbed } from '../../lib/collect/sound.ts';
import { InputError } from '../../lib/errors.ts';
import { withOrigin } from './with-origin.ts';

test('each page is asked for at its address', async () => {
  await withOrigin(
    (_request, response) => response.end('x'),
    async ({ getter, asked }) => {
      const captures = [
        await collectAccount('clay.work_shop1', getter),
        await collectPost('clay', '7240000000000000001', getter),
        await collectPost('_', '7240000000000000001', getter),
        await collectCreatorEmbed('clay', getter),
        await collectOembed('clay', '7240000000000000001', getter),
        await collectPostEmbed('7240000000000000001', getter),
        await collectHashtag('Kiln_1', getter),
        await collectHashtag('陶芸', getter),
        await collectHashtagEmbed('陶芸', getter),
        await collectSound('7140790914893237001', getter),
        await collectSoundEmbed('7140790914893237001', getter),
      ];
      expect(asked).toEqual([
        '/@clay.work_shop1',
        '/@clay/video/7240000000000000001',
        '/@_/video/7240000000000000001',
        '/embed/@clay',
        '/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40clay%2Fvideo%2F7240000000000000001',
        '/embed/v2/7240000000000000001',
        '/tag/Kiln_1',
        '/tag/%E9%99%B6%E8%8A%B8',
        '/embed/tag/%E9%99%B6%E8%8A%B8',
        '/music/x-7140790914893237001',
        '/embed/music/7140790914893237001',
      ]);
      expect(captures.map(({ kind, subject }) => [kind, subject])).toEqual([
        ['account-page', 'clay.work_shop1'],
        ['post-page', '7240000000000000001'],
        ['post-page', '7240000000000000001'],
        ['creator-embed', 'clay'],
        ['oembed', '7240000000000000001'],
        ['post-embed', '7240000000000000001'],
        ['hashtag-page', 'Kiln_1'],
        ['hashtag-page', '陶芸'],
        ['hashtag-embed', '陶芸'],
        ['sound-page', '7140790914893237001'],
        ['sound-embed', '7140790914893237001'],
      ]);
    },
  );
});

test.each(['', '@clay', 'Clay', '../etc', 'a/b', 'a?b', 'a b', '..', 'é'])(
  'the handle %j is refused before anything is asked',
  async (handle) => {
    const asked: PageRequest[] = [];
    await withOrigin(
      (_request, response) => response.end('x'),
      async ({ getter }) => {
        await expect(collectAccount(handle, getter)).rejects.toBeInstanceOf(InputError);
        await expect(collectCreatorEmbed(handle, getter)).rejects.toBeInstanceOf(InputError);
        await expect(collectPost(handle, '1', getter)).rejects.toBeInstanceOf(InputError);
        expect(getter.requests).toBe(0);
      },
    );
    expect(asked).toEqual([]);
  },
);

test.each(['', '12a', '1/2', '123456789012345678901'])('the post id %j is refused', async (postId) => {
  await withOrigin(
    (_request, response) => response.end('x'),
    async ({ getter }) => {
      const refused = { code: 'bad_post_id', exitCode: 2 };
      await expect(collectPost('clay', postId, getter)).rejects.toMatchObject(refused);
      await expect(collectPostEmbed(postId, getter)).rejects.toMatchObject(refused);
      const refusedSound = { code: 'bad_sound_id', exitCode: 2 };
      await expect(collectSound(postId, getter)).rejects.toMatchObject(refusedSound);
      await expect(collectSoundEmbed(postId, getter)).rejects.toMatchObject(refusedSound);
      expect(getter.requests).toBe(0);
    },
  );
});

test.each(['', '#kiln', 'two words', '../etc', 'a/b', 'a?b', 'a'.repeat(151)])(
  'the hashtag %j is refused',
  async (name) => {
    await withOrigin(
      (_request, response) => response.end('x'),
      async ({ getter }) => {
        const refused = { code: 'bad_hashtag', exitCode: 2 };
        await expect(collectHashtag(name, getter)).rejects.toMatchObject(refused);
        await expect(collectHashtagEmbed(name, getter)).rejects.toMatchObject(refused);
        expect(getter.requests).toBe(0);
      },
    );
  },
);
