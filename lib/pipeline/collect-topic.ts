import { collectHashtag, collectHashtagEmbed } from '../collect/hashtag.ts';
import { collectSound, collectSoundEmbed } from '../collect/sound.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { type AccountContext, askPost } from './collect-account.ts';
import type { Thing } from './collect-run.ts';

/** Collects a post that the watchlist names by itself. */
export async function collectPostEntry({ key }: WatchEntry, context: AccountContext): Promise<void> {
  const known = context.ledger.post(key);
  // The page answers for any handle in its address; the post's own is in the page.
  const handle = (known && context.ledger.handleOf(known.account_id)) ?? '_';
  await askPost({ post_id: key, account_id: known?.account_id ?? null }, handle, context);
}

/**
 * Collects a hashtag or a sound: its page, and where that comes without numbers, as pages of this kind often do for
 * guests, its embed, if robots.txt allows it.
 */
export async function collectTopic({ kind, key }: WatchEntry, context: AccountContext): Promise<void> {
  const { run, getter } = context;
  const [page, embed]: readonly [Thing, Thing & { path: string }] =
    kind === 'hashtag'
      ? [
          { kind: 'hashtag-page', subject: key, fetch: () => collectHashtag(key, getter) },
          {
            kind: 'hashtag-embed',
            subject: key,
            path: '/embed/tag/',
            fetch: () => collectHashtagEmbed(key, getter),
          },
        ]
      : [
          { kind: 'sound-page', subject: key, fetch: () => collectSound(key, getter) },
          {
            kind: 'sound-embed',
            subject: key,
            path: '/embed/music/',
            fetch: () => collectSoundEmbed(key, getter),
          },
        ];
  let reply = await run.ask(page);
  if (reply.outcome === 'layout_changed' && (await getter.allowed(embed.path)).allowed) {
    const other = await run.ask(embed);
    if (other.outcome === 'ok') reply = other;
  }
  await run.settle(reply);
}
