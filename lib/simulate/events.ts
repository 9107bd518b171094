import { instantOf } from '../calendar.ts';
import type { Creator } from './creator.ts';
import type { Plan, Spell } from './plan.ts';

interface EventTime {
  /** When it begins, as an instant. */
  from: string;
  /** When it is over; null where it is for good. */
  until: string | null;
}

interface EventDetails {
  /** Fake followers are swept out, `fraction` of each account's. */
  purge: { losses: readonly { accountId: string; fraction: number }[] };
  rename: { accountId: string; fromHandle: string; toHandle: string };
  private: { accountId: string };
  deleted: { accountId: string };
  /** The account's pages answer with a server error. */
  silence: { accountId: string };
  /** Everything answers with a server error. */
  outage: object;
  viral_post: { accountId: string; postId: string };
  post_deleted: { accountId: string; postId: string };
}

/** Something that happens in the simulated world, as its truth, not as anybody sees it; told apart by `kind`. */
export type WorldEvent = {
  [K in keyof EventDetails]: EventTime & { kind: K } & EventDetails[K];
}[keyof EventDetails];

/** Everything that happens from one instant to another (milliseconds), by time. */
export function listEvents(
  plan: Plan,
  creators: readonly Creator[],
  fromMs: number,
  untilMs: number,
): WorldEvent[] {
  const idOf = (index: number) => creators[index]?.id ?? '';
  const spell = ({ fromMs, untilMs }: Spell) => ({ from: instantAt(fromMs), until: instantAt(untilMs) });
  const forGood = (ms: number) => ({ from: instantAt(ms), until: null });
  const events: WorldEvent[] = [];
  events.push({
    kind: 'purge',
    ...spell(plan.purge),
    losses: [...plan.purge.fractions].map(([index, fraction]) => ({ accountId: idOf(index), fraction })),
  });
  const renamed = creators[plan.rename?.index ?? -1];
  if (plan.rename && renamed)
    events.push({
      kind: 'rename',
      ...forGood(plan.rename.atMs),
      accountId: renamed.id,
      fromHandle: renamed.persona.handle,
      toHandle: renamed.persona.laterHandle,
    });
  if (plan.private)
    events.push({ kind: 'private', ...forGood(plan.private.atMs), accountId: idOf(plan.private.index) });
  if (plan.deleted)
    events.push({ kind: 'deleted', ...forGood(plan.deleted.atMs), accountId: idOf(plan.deleted.index) });
  for (const silence of plan.silence?.spells ?? [])
    events.push({ kind: 'silence', ...spell(silence), accountId: idOf(plan.silence?.index ?? -1) });
  if (plan.outage) events.push({ kind: 'outage', ...spell(plan.outage) });
  for (const { id, index, posts } of creators)
    for (const post of posts) {
      if (index === plan.viral.index && post.createdMs === plan.viral.atMs)
        events.push({ kind: 'viral_post', ...forGood(post.createdMs), accountId: id, postId: post.id });
      if (post.deletedMs >= fromMs && post.deletedMs < untilMs)
        events.push({ kind: 'post_deleted', ...forGood(post.deletedMs), accountId: id, postId: post.id });
    }
  return events.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function instantAt(ms: number): string {
  return instantOf(new Date(ms));
}
