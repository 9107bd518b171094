import type { PageOptions } from './html.ts';
import { captionOf } from './post-caption.ts';
import { postEmbed } from './post-embed.ts';
import { hashtagEmbed, hashtagPage, soundEmbed, soundPage } from './topic-page.ts';
import { hashtagAt, soundAt } from './topics.ts';
import type { World } from './world.ts';

/** What is said to a path: a page, that there is nothing to embed, that its account is silent, or that it is none of these. */
export type TopicAnswer = { page: string } | 'nothing' | 'silent' | null;

/**
 * The pages of hashtags and sounds, their embeds, and the embeds of posts. A hashtag or a sound that no post uses that can
 * be seen is unknown.
 */
export function answerTopic(world: World, at: Date, path: string, options: PageOptions): TopicAnswer {
  const [, tag] = /^\/tag\/([^/]+)\/?$/.exec(path) ?? [];
  if (tag !== undefined) {
    const name = tag.toLowerCase();
    return { page: hashtagPage(name, hashtagAt(world, name, at), options) };
  }
  // Whatever words stand before the id.
  const [, sound] = /^\/music\/(?:[^/]*-)?(\d{1,20})\/?$/.exec(path) ?? [];
  if (sound !== undefined) return { page: soundPage(sound, soundAt(world, sound, at), options) };
  const [, embed, key = ''] = /^\/embed\/(tag|music|v2)\/([^/]+)\/?$/.exec(path) ?? [];
  if (embed === 'tag') {
    const name = key.toLowerCase();
    const counts = hashtagAt(world, name, at);
    return counts ? { page: hashtagEmbed(name, counts) } : 'nothing';
  }
  if (embed === 'music') return answerSoundEmbed(world, at, key);
  return embed === 'v2' ? answerPostEmbed(world, at, key) : null;
}

function answerSoundEmbed(world: World, at: Date, key: string): TopicAnswer {
  const soundId = /(?:^|-)(\d{1,20})$/.exec(key)?.[1];
  return soundId === undefined ? null : { page: soundEmbed(soundId, soundAt(world, soundId, at)) };
}

function answerPostEmbed(world: World, at: Date, postId: string): TopicAnswer {
  if (!/^\d{1,20}$/.test(postId)) return null;
  const found = world.findPost(postId);
  const ms = at.getTime();
  if (found === null || found.post.createdMs > ms) return 'nothing';
  const { post, creator } = found;
  if (!world.answers(creator, at)) return 'silent';
  if (world.statusOf(creator, at) !== 'ok' || post.deletedMs <= ms) return 'nothing';
  return { page: postEmbed({ post, creator, caption: captionOf(world, creator, post) }, ms) };
}
