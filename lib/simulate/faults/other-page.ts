import { answer } from '../answer.ts';
import { handleAt } from '../creator.ts';
import { type Fault, wireOf } from './fault.ts';

/** The good page of another account, or of another post. */
export const otherPage: Fault = {
  name: 'another',
  about: 'the page of another account, or of another post',
  truthful: false,
  whole: true,
  weight: 1,
  damage(good, { world, at, target, options, key }) {
    const other = otherTarget(target, (handle, postId) => {
      const others = world.creators.filter(
        (creator) =>
          world.statusOf(creator, at) === 'ok' &&
          world.answers(creator, at) &&
          handleAt(creator, at.getTime()) !== handle,
      );
      const creator = others[key % others.length];
      if (creator === undefined) return null;
      const post = world.postsOf(creator.id, at).find((each) => each.postId !== postId);
      return { handle: handleAt(creator, at.getTime()), post: post?.postId ?? null };
    });
    const page = other === null ? null : answer(world, at, other, options);
    return page === null || page.status !== 200 || good.status !== 200 ? null : wireOf(page);
  },
};

/** The path with another account or post in it; null where there is none, or the path is of neither. */
function otherTarget(
  target: string,
  choose: (handle: string, postId: string | null) => { handle: string; post: string | null } | null,
): string | null {
  const [, embed = '', handle = '', kind = '', postId] =
    /^(\/embed)?\/@([^/?]+)(?:\/(video|photo)\/(\d+))?\/?(?:\?|$)/.exec(target) ?? [];
  if (handle === '') return null;
  const other = choose(handle.toLowerCase(), postId ?? null);
  if (other === null) return null;
  if (postId === undefined) return `${embed}/@${other.handle}`;
  return other.post === null ? null : `/@${other.handle}/${kind}/${other.post}`;
}
