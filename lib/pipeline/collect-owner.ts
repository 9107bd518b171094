import { addDays, instantOf, msOf, msPerDay } from '../calendar.ts';
import type { Cleaned } from '../clean/capture.ts';
import { recogniseBlock } from '../clean/challenge.ts';
import { allPages, type NextPage } from '../collect/all-pages.ts';
import {
  createDisplayApi,
  type DisplayOwner,
  displayOwners,
  mostDisplayPosts,
} from '../collect/display-api.ts';
import { defaultFollowDays, planPosts } from '../collect/plan.ts';
import { createResearchApi, type ResearchApi, researchWindows } from '../collect/research-api.ts';
import type { Settings } from '../config.ts';
import type { Effects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import { openTokenFile } from '../store/token-file.ts';
import type { AccountContext } from './collect-account.ts';
import { type AccountPlan, type CollectOptions, type CollectPlan, followDaysOf } from './collect-plan.ts';
import type { Reply } from './collect-run.ts';

/**
 * Asks the official APIs that there are credentials for: the Display API about the owner's accounts, every run; the
 * Research API about the accounts of the watchlist that are due. Each answer is a thing of the plan, kept and read like
 * a page. Posts that the owner's API gave are put into `context.postsHad`: the web knows them less exactly. Accounts that the
 * Research API answered for are put into `context.accountsHad`: its numbers lag, and must not be spliced with others.
 * Returns the requests that it took. Throws `InputError` where credentials are incomplete.
 */
export async function collectFromApis(
  plan: CollectPlan,
  options: CollectOptions,
  settings: Settings,
  context: AccountContext,
  effects: Effects,
): Promise<number> {
  let requests = 0;
  // Of several runners one asks for the owner's accounts.
  if ((options.shard?.index ?? 1) === 1)
    for (const owner of ownersOf(settings))
      requests += await collectOwner(owner, plan, options, settings, context, effects);
  const research = createResearchApi(settings, recogniseBlock, effects);
  if (research !== null) {
    try {
      for (const each of plan.accounts)
        if (each.due && (await collectResearch(each, research, context)))
          context.accountsHad.add(each.entry.key);
      for (const note of research.notes()) context.note(note);
    } finally {
      requests += research.requests;
      await research.close();
    }
  }
  return requests;
}

/** Throws `InputError` where credentials of an official API are incomplete, or the token file cannot be used. */
export function checkApiSettings(settings: Settings): void {
  ownersOf(settings);
  void createResearchApi(settings, recogniseBlock)?.close();
}

/** The owners, with the refresh tokens that are good now where a file keeps them. */
function ownersOf(settings: Settings): DisplayOwner[] {
  if (settings.display_token_file === null) return displayOwners(settings);
  const file = openTokenFile(settings.display_token_file, [settings.data, settings.out]);
  const given = settings.display_refresh_tokens;
  return displayOwners({ ...settings, display_refresh_tokens: given.map(file.current) }, (place, token) =>
    file.replace(given[place] ?? '', token),
  );
}

async function collectOwner(
  owner: DisplayOwner,
  plan: CollectPlan,
  options: CollectOptions,
  settings: Settings,
  context: AccountContext,
  effects: Effects,
): Promise<number> {
  const { run, ledger, now, postsHad } = context;
  const api = createDisplayApi(settings, owner, recogniseBlock, effects);
  try {
    const user = await askApi(context, 'display-user', '', () => api.user());
    const row = user.cleaned?.drafts.find((draft) => draft.table === 'account')?.row;
    const handle = typeof row?.handle === 'string' ? row.handle : '';
    // Whose token it is, only the answer tells.
    if (options.only !== undefined && handle !== options.only.replace(/^@/, '').toLowerCase())
      return api.requests;
    run.planned++;
    await run.settle(user);
    if (user.outcome !== 'ok') return api.requests;
    const entry = plan.accounts.find((account) => account.handle === handle)?.entry;
    const followDays = (entry && followDaysOf(entry)) ?? defaultFollowDays;
    const oldest = instantOf(new Date(now.getTime() - followDays * msPerDay));
    const listing = pagesOf(context, (next) =>
      askApi(context, 'display-posts', handle, () => api.list(handle, next?.cursor ?? null)),
    );
    for await (const page of listing) {
      run.planned++;
      await run.settle(page);
      for (const { post_id } of page.cleaned?.listed ?? []) postsHad.add(post_id);
      // Newest first: what follows is older than what is followed.
      if (page.cleaned === null || isOlder(page.cleaned, oldest)) break;
    }
    const known = ledger.postsOf(ledger.idOf(handle) ?? `handle:${handle}`, handle);
    const missing = planPosts(known, now, followDays).filter(({ post_id }) => !postsHad.has(post_id));
    for (let i = 0; i < missing.length; i += mostDisplayPosts) {
      const ids = missing.slice(i, i + mostDisplayPosts).map(({ post_id }) => post_id);
      const page = await askApi(context, 'display-posts', handle, () => api.query(handle, ids));
      run.planned++;
      await run.settle(page);
      for (const { post_id } of page.cleaned?.listed ?? []) postsHad.add(post_id);
    }
    return api.requests;
  } finally {
    for (const note of api.notes()) context.note(note);
    await api.close();
  }
}

/** True where the API knows the account. */
async function collectResearch(
  { entry, handle }: AccountPlan,
  api: ResearchApi,
  context: AccountContext,
): Promise<boolean> {
  const { run, now } = context;
  run.planned++;
  const user = await askApi(context, 'research-user', handle, () => api.user(handle));
  await run.settle(user);
  if (user.outcome !== 'ok') return false;
  const today = instantOf(now).slice(0, 10);
  const from = addDays(today, -(followDaysOf(entry) ?? defaultFollowDays));
  for (const window of researchWindows(from, today)) {
    const pages = pagesOf(context, (next) =>
      askApi(context, 'research-posts', handle, () =>
        api.posts({ handle, ...window, cursor: next?.cursor ?? null, searchId: next?.search_id ?? null }),
      ),
    );
    for await (const page of pages) {
      run.planned++;
      await run.settle(page);
      if (page.outcome !== 'ok') return true;
    }
  }
  return true;
}

/** Every page of a listing, as replies. */
function pagesOf(
  { note }: AccountContext,
  ask: (next: NextPage | null) => Promise<Reply>,
): AsyncGenerator<Reply, void> {
  return allPages<Reply>({
    ask,
    nextOf: (reply) => reply.cleaned?.next ?? null,
    idsOf: (reply) => reply.cleaned?.listed.map((post) => post.post_id) ?? [],
    note,
  });
}

/** An answer of an API is of the moment, and one listing has many under one name: it is asked for anew in every run. */
function askApi(
  { run }: AccountContext,
  kind: 'display-user' | 'display-posts' | 'research-user' | 'research-posts',
  subject: string,
  fetch: () => Promise<Capture>,
): Promise<Reply> {
  return run.ask({ kind, subject, fetch, isResumable: false });
}

function isOlder({ drafts }: Cleaned, oldest: string): boolean {
  const times = drafts.flatMap((draft) =>
    draft.table === 'post_info' && typeof draft.row.created_at === 'string' ? [draft.row.created_at] : [],
  );
  return times.length > 0 && times.every((at) => msOf(at) < msOf(oldest));
}
