import { type Caption, writeCaption } from './caption.ts';
import { chanceOf, hashOf } from './chance.ts';
import type { Creator } from './creator.ts';
import type { Post } from './post.ts';
import type { World } from './world.ts';

/** The caption of a post, mentions by account id. */
export function captionOf(world: World, creator: Creator, post: Post): Caption {
  const chance = chanceOf(world.seed, post.id, 'caption');
  const other = world.creators[hashOf(post.id, 'friend') % world.creators.length];
  const friend = other && other !== creator ? { id: other.id, nickname: other.persona.nickname } : null;
  return writeCaption(creator.persona, post.order, creator.index * 31, friend, chance);
}
