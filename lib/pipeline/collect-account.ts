import { collectAccount } from '../collect/account.ts';
import { collectCreatorEmbed } from '../collect/creator-embed.ts';
import type { Getter } from '../collect/getter.ts';
import { collectOembed } from '../collect/oembed.ts';
import { planPosts } from '../collect/plan.ts';
import { collectPost } from '../collect/post.ts';
import { collectPostEmbed } from '../collect/post-embed.ts';
import type { Outcome } from '../schema/outcome.ts';
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
  /** Posts that were asked for in this run: one may be followed and on the watchlist by itself. */
  postsAsked: Set<string>;
  /** Accounts of the watchlist, by key, that the Research API answered for in this run. */
  accountsHad: Set<string>;
  /** Says something that the person should know. */
  note(sentence: string): void;
}

/** What an account's page says where it shows nothing more: then there is no list and no post to ask for. */
const closed: readonly Outcome[] = ['not_found', 'private', 'banned', 'region_locked'];

/**
 * Collects what is due of one account: its page, the list of its newest posts, and the posts. A page that belongs to
 * another account than the one followed, or to none, may mean a new handle: the account is looked up by its id through a
 * post of its own, whose page names the handle that its author has now.
 */
export async function collectAccountPlan(plan: AccountPlan, context: AccountContext): Promise<void> {
  const { run, ledger } = context;
  let { handle, accountId, posts } = plan;
  if (plan.due) {
    const { reply, handle: now, isTaken } = await askAccount(plan, context);
    handle = now;
    const told = reply.cleaned?.account_id ?? null;
    // A fallback carrier tells a handle and no id: what is known stays.
    if (told !== null && (accountId === null || isId(told))) accountId = told;
    await run.settle(reply, { accountId: accountId ?? undefined });
    if (closed.includes(reply.outcome)) {
      run.planned -= plan.posts.length;
      return;
    }
    // A page that failed keeps nobody from asking for the rest of the plan.
    const listed = context.mayList && !isTaken ? await listPosts(handle, context) : [];
    const owner = accountId ?? `handle:${handle}`;
    const known = ledger.postsOf(owner, handle);
    const zone = plan.entry.zone || context.defaultZone;
    const fresh = newPosts(listed, new Set(known.map((post) => post.post_id)), owner);
    posts = planPosts([...known, ...fresh], context.now, followDaysOf(plan.entry), zone).filter(
      ({ post_id }) => !context.postsHad.has(post_id),
    );
    run.planned += posts.length - plan.posts.length;
  }
  for (const post of posts) await askPost(post, handle, context);
}

/** The account's page; under its new handle where it has one. `isTaken` where the handle is somebody else's now. */
async function askAccount(
  { entry, handle, accountId }: AccountPlan,
  context: AccountContext,
): Promise<{ reply: Reply; handle: string; isTaken: boolean }> {
  const { run, getter } = context;
  const askFor = (name: string) =>
    run.ask({ kind: 'account-page', subject: name, fetch: () => collectAccount(name, getter) });
  const reply = await askFor(handle);
  const known = accountId !== null && isId(accountId) ? accountId : null;
  const told = reply.cleaned?.account_id ?? null;
  const isAnother = known !== null && reply.outcome === 'ok' && told !== null && isId(told) && told !== known;
  // The old handle may lead to the page under the new one.
  const redirected =
    known !== null && reply.outcome === 'invalid' && told === known ? reply.cleaned?.handle : null;
  if (known === null || !(reply.outcome === 'not_found' || isAnother || redirected)) {
    if (handle !== entry.key && reply.outcome === 'ok')
      context.note(`@${entry.key} is called @${handle} now and was followed there.`);
    return { reply, handle, isTaken: false };
  }
  const found = redirected ? { handle: redirected, isSure: true } : await findHandle(known, handle, context);
  if (found.handle !== null && found.handle !== handle) {
    const followed = await askFor(found.handle);
    if (followed.cleaned?.account_id === known || followed.outcome !== 'ok') {
      const became =
        followed.outcome === 'ok'
          ? `was followed there by its id (${known}). Its line in the watchlist may stay as it is.`
          : `has the id that is followed (${known}), but its page was not had (${followed.outcome.replace('_', ' ')}).`;
      context.note(`@${handle} is called @${found.handle} now and ${became}`);
      return { reply: followed, handle: found.handle, isTaken: false };
    }
  }
  if (!isAnother) {
    // Nobody could tell where it went: that it is gone is not yet a fact.
    const unsure =
      reply.cleaned === null || found.isSure
        ? reply
        : { ...reply, cleaned: { ...reply.cleaned, status: null } };
    return { reply: unsure, handle, isTaken: false };
  }
  const why = `@${handle} belongs to another account now (${told}); the one that was followed (${known}) was not found, and nothing was stored of the other.`;
  context.note(why);
  if (reply.capture !== null) await run.doubt(reply.capture, why);
  return { reply: { outcome: 'invalid', cleaned: null, capture: null }, handle, isTaken: true };
}

function isId(accountId: string): boolean {
  return !accountId.startsWith('handle:');
}

/**
 * The handle that an account has now, as the page of a post of its own names it; null where none tells, and `isSure`
 * where every page that was asked for did answer.
 */
async function findHandle(
  accountId: string,
  handle: string,
  { run, getter, ledger }: AccountContext,
): Promise<{ handle: string | null; isSure: boolean }> {
  const posts = ledger
    .postsOf(accountId, handle)
    .filter((post) => post.status === 'ok')
    .sort((a, b) => ((a.created_at ?? '') < (b.created_at ?? '') ? 1 : -1));
  let isSure = true;
  for (const { post_id } of posts.slice(0, postsAskedForHandle)) {
    const { cleaned } = await run.ask({
      kind: 'post-page',
      subject: post_id,
      fetch: () => collectPost('_', post_id, getter, handle),
    });
    if (cleaned?.outcome === 'ok' && cleaned.account_id === accountId)
      return { handle: cleaned.handle, isSure };
    if (cleaned === null || !(cleaned.outcome === 'ok' || closed.includes(cleaned.outcome))) isSure = false;
  }
  return { handle: null, isSure };
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
  if (reply.outcome !== 'ok') return [];
  // A repost belongs to somebody else.
  return reply.cleaned?.listed.filter((post) => post.handle === handle) ?? [];
}

/**
 * The page of a post, once a run. "Does not exist" is also what a post says that is only hidden from this address, so a
 * post that was there before is looked up once more in another place before it is called gone. A page without data is
 * read in its embed, where robots.txt allows that.
 */
export async function askPost(
  { post_id, account_id }: { post_id: string; account_id: string | null },
  handle: string,
  context: AccountContext,
): Promise<void> {
  const { run, getter, ledger, note, postsAsked } = context;
  if (postsAsked.has(post_id)) {
    run.planned--;
    return;
  }
  postsAsked.add(post_id);
  let reply = await run.ask({
    kind: 'post-page',
    subject: post_id,
    fetch: () => collectPost(handle, post_id, getter),
  });
  if (reply.outcome === 'layout_changed' && (await getter.allowed('/embed/v2/')).allowed) {
    const embed = await run.ask({
      kind: 'post-embed',
      subject: post_id,
      fetch: () => collectPostEmbed(post_id, getter, handle),
    });
    if (embed.outcome === 'ok') reply = embed;
  }
  const wasThere = ledger.post(post_id)?.status === 'ok';
  if (reply.outcome === 'not_found' && reply.cleaned !== null && wasThere) {
    const sign = await run.ask({
      kind: 'oembed',
      subject: post_id,
      fetch: () => collectOembed(handle, post_id, getter),
    });
    if (sign.outcome === 'ok')
      note(`Post ${post_id} of @${handle} is not shown here, but it is not gone: its embed still names it.`);
    // Only a second no makes it a fact; where nobody answered, it is asked for again.
    if (sign.outcome !== 'not_found') reply = { ...reply, cleaned: { ...reply.cleaned, status: null } };
  }
  await run.settle(reply, { accountId: account_id ?? undefined });
}
