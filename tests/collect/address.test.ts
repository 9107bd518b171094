import { expect, test } from 'vitest';
import { collectAccount } from '../../lib/collect/account.ts';
import { collectCreatorEmbed } from '../../lib/collect/creator-embed.ts';
import type { PageRequest } from '../../lib/collect/get.ts';
import { collectOembed } from '../../lib/collect/oembed.ts';
import { collectPost } from '../../lib/collect/post.ts';
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
      ];
      expect(asked).toEqual([
        '/@clay.work_shop1',
        '/@clay/video/7240000000000000001',
        '/@_/video/7240000000000000001',
        '/embed/@clay',
        '/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40clay%2Fvideo%2F7240000000000000001',
      ]);
      expect(captures.map(({ kind, subject }) => [kind, subject])).toEqual([
        ['account-page', 'clay.work_shop1'],
        ['post-page', '7240000000000000001'],
        ['post-page', '7240000000000000001'],
        ['creator-embed', 'clay'],
        ['oembed', '7240000000000000001'],
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
      await expect(collectPost('clay', postId, getter)).rejects.toMatchObject({
        code: 'bad_post_id',
        exitCode: 2,
      });
      expect(getter.requests).toBe(0);
    },
  );
});
