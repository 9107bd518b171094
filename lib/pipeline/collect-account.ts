import { collectAccount } from '../collect/account.ts';
import { collectCreatorEmbed } from '../collect/creator-embed.ts';
import type { Getter } from '../collect/getter.ts';
import { collectOembed } from '../collect/oembed.ts';
import { type KnownPost, planPosts } from '../collect/plan.ts';
import { collectPost } from '../collect/post.ts';
import type { CollectLedger } from './collect-ledger.ts';
import { type AccountPlan, followDaysOf, newPosts } from './collect-plan.ts';
import type { CollectRun, Reply } from './collect-run.ts';

/** What the flow of one account needs. */
export interface AccountContext {
  run: CollectRun;
  getter: Getter;
  ledger: CollectLedger;
  /** The instant as of which the run plans. */
  now: Date;
  defaultZone: string;
  /** Whether lists of newest posts may be read. */
  mayList: boolean;
  /** Posts that the owner's API gave in this run. */
  postsHad: Set<string>;
  /** Accounts of the watchlist, by key, that the Research API answered for in this run. */
  accountsHad: Set<string>;
  /** Says something that the person should know. */
  note(sentence: string): void;
}

/**
 * Collects what is due of one account: its page, the list of its newest posts, and the posts. A page that belongs to
 * another account than the one followed, or to none, may mean a new handle: the account is looked up by its id through a
 * post of its own, whose page names the handle that its author has now.
 */
export async function collectAccountPlan(plan: AccountPlan, context: AccountContext): Promise<void> {
  const { run, ledger } = context;
  let { handle, accountId, posts } = plan;
  if (plan.due) {
    const { reply, followedTo } = await askAccount(plan, context);
    handle = followedTo ?? handle;
    accountId = reply.cleaned?.account_id ?? accountId;
    await run.settle(reply, { accountId: accountId ?? undefined });
    if (reply.outcome !== 'ok' || accountId === null) {
      run.planned -= plan.posts.length;
      return;
    }
    const known = ledger.postsOf(accountId, handle);
    const listed = context.mayList ? await listPosts(handle, context) : [];
    const zone = plan.entry.zone || context.defaultZone;
    const fresh = newPosts(listed, new Set(known.map((post) => post.post_id)), accountId);
    posts = planPosts([...known, ...fresh], context.now, followDaysOf(plan.entry), zone).filter(
      ({ post_id }) => !context.postsHad.has(post_id),
    );
    run.planned += posts.length - plan.posts.length;
  }
  for (const post of posts) await askPost(post, handle, context);
}

/** The account's page; under its new handle where it has one. */
async function askAccount(
  { entry, handle, accountId }: AccountPlan,
  context: AccountContext,
): Promise<{ reply: Reply; followedTo: string | null }> {
  const { run, getter } = context;
  const askFor = (name: string) =>
    run.ask({ kind: 'account-page', subject: name, fetch: () => collectAccount(name, getter) });
  const reply = await askFor(handle);
  const known = accountId !== null && !accountId.startsWith('handle:') ? accountId : null;
  const isAnother =
    known !== null && reply.outcome === 'ok' && reply.cleaned !== null && reply.cleaned.account_id !== known;
  if (known === null || (reply.outcome !== 'not_found' && !isAnother)) {
    if (handle !== entry.key && reply.outcome === 'ok')
      context.note(`@${entry.key} is called @${handle} now and was followed there.`);
    return { reply, followedTo: null };
  }
  const newHandle = await findHandle(known, handle, context);
  if (newHandle !== null && newHandle !== handle) {
    const followed = await askFor(newHandle);
    if (followed.outcome !== 'ok' || followed.cleaned?.account_id === known) {
      context.note(
        `@${handle} is called @${newHandle} now and was followed there by its id (${known}). Its line in the watchlist may stay as it is.`,
      );
      return { reply: followed, followedTo: newHandle };
    }
  }
  if (!isAnother) return { reply, followedTo: null };
  context.note(
    `@${handle} belongs to another account now (${reply.cleaned?.account_id}); the one that was followed (${known}) was not found, and nothing was stored of the other.`,
  );
  return { reply: { outcome: 'invalid', cleaned: null, capture: null }, followedTo: null };
}

/** The handle that an account has now, as the page of a post of its own names it; null where none tells. */
async function findHandle(
  accountId: string,
  handle: string,
  { run, getter, ledger }: AccountContext,
): Promise<string | null> {
  const posts = ledger
    .postsOf(accountId, handle)
    .filter((post) => post.status === 'ok')
    .sort((a, b) => ((a.created_at ?? '') < (b.created_at ?? '') ? 1 : -1));
  for (const { post_id } of posts.slice(0, postsAskedForHandle)) {
    const reply = await run.ask({
      kind: 'post-page',
      subject: post_id,
      fetch: () => collectPost('_', post_id, getter, handle),
    });
    if (reply.cleaned?.outcome === 'ok' && reply.cleaned.account_id === accountId)
      return reply.cleaned.handle;
  }
  return null;
}
const postsAskedForHandle = 2;

async function listPosts(
  handle: string,
  { run, getter, ledger }: AccountContext,
): Promise<{ post_id: string }[]> {
  run.planned++;
  const reply = await run.ask({
    kind: 'creator-embed',
    subject: handle,
    fetch: () => collectCreatorEmbed(handle, getter),
  });
  // The list is where posts are found, not where their numbers come from.
  await run.settle(reply, { drafts: false });
  ledger.doubts.noteListed(reply.cleaned?.drafts ?? []);
  return reply.outcome === 'ok' ? (reply.cleaned?.listed ?? []) : [];
}

/**
 * The page of a post. "Does not exist" is also what a post says that is only hidden from this address, so a post that
 * was there before is looked up once more in another place before it is called gone.
 */
export async function askPost(
  post: Pick<KnownPost, 'post_id' | 'last_observed_at'> & { account_id: string | null },
  handle: string,
  { run, getter, note }: AccountContext,
): Promise<void> {
  const { post_id } = post;
  const reply = await run.ask({
    kind: 'post-page',
    subject: post_id,
    fetch: () => collectPost(handle, post_id, getter),
  });
  if (reply.outcome === 'not_found' && reply.cleaned !== null && post.last_observed_at !== null) {
    const sign = await run.ask({
      kind: 'oembed',
      subject: post_id,
      fetch: () => collectOembed(handle, post_id, getter),
    });
    if (sign.outcome === 'ok') {
      note(`Post ${post_id} of @${handle} is not shown here, but it is not gone: its embed still names it.`);
      await run.settle({ ...reply, cleaned: { ...reply.cleaned, status: null } });
      return;
    }
  }
  await run.settle(reply, { accountId: post.account_id ?? undefined });
}
