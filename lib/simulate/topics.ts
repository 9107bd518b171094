import type { Creator } from './creator.ts';
import { countsOf, type Post } from './post.ts';
import { captionOf } from './post-caption.ts';
import { soundOf } from './post-media.ts';
import type { World } from './world.ts';

/** What is true of a hashtag or a sound at an instant: sums over the posts of the world that use it and can be seen. */
export interface TopicCounts {
  views: number;
  posts: number;
}

interface Use {
  post: Post;
  creator: Creator;
}

interface Topics {
  byHashtag: Map<string, Use[]>;
  bySound: Map<string, Use[]>;
}

/** Captions of all posts take a moment, so they are written once a world. */
const known = new WeakMap<World, Topics>();

function topicsOf(world: World): Topics {
  const made = known.get(world);
  if (made) return made;
  const topics: Topics = { byHashtag: new Map(), bySound: new Map() };
  for (const creator of world.creators)
    for (const post of creator.posts) {
      const spans = captionOf(world, creator, post).spans;
      const names = new Set(spans.flatMap((span) => ('hashtag' in span ? [span.hashtag] : [])));
      for (const name of names) add(topics.byHashtag, name, { post, creator });
      add(topics.bySound, soundOf(post, creator).id, { post, creator });
    }
  known.set(world, topics);
  return topics;
}

function add(map: Map<string, Use[]>, key: string, use: Use): void {
  const uses = map.get(key);
  if (uses) uses.push(use);
  else map.set(key, [use]);
}

/** Every hashtag of the world, in the order in which it is first used by an account of the cast. */
export function hashtagsOf(world: World): string[] {
  return [...topicsOf(world).byHashtag.keys()];
}

/** Ids of every sound of the world. */
export function soundsOf(world: World): string[] {
  return [...topicsOf(world).bySound.keys()];
}

/** What is true of a hashtag, lower case without #; null where no post that can be seen uses it. */
export function hashtagAt(world: World, name: string, at: Date): TopicCounts | null {
  return countsAt(world, topicsOf(world).byHashtag.get(name), at);
}

/** What is true of a sound, and a post with it; null where no post that can be seen uses it. */
export function soundAt(world: World, soundId: string, at: Date): (TopicCounts & Use) | null {
  const uses = topicsOf(world).bySound.get(soundId);
  const counts = countsAt(world, uses, at);
  const first = uses?.[0];
  return counts && first ? { ...counts, ...first } : null;
}

function countsAt(world: World, uses: readonly Use[] | undefined, at: Date): TopicCounts | null {
  const ms = at.getTime();
  let views = 0;
  let posts = 0;
  for (const { post, creator } of uses ?? []) {
    if (post.createdMs > ms || post.deletedMs <= ms || world.statusOf(creator, at) !== 'ok') continue;
    views += countsOf(post, ms).views;
    posts += 1;
  }
  return posts === 0 ? null : { views, posts };
}
