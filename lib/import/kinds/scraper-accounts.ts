import { openAccountInfo } from '../account-info.ts';
import { openAccountRow } from '../account-row.ts';
import { openNotations } from '../count-notation.ts';
import { openHandles } from '../identity.ts';
import { openIds } from '../ids.ts';
import {
  type Fit,
  type ImportContext,
  type Kind,
  originOf,
  type RowMapper,
  type TableHead,
} from '../kind.ts';
import { openObservedAt } from '../observed-at.ts';
import { type Projected, pathOf, projectRecords } from '../projection.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';

/** The web API gives an account as `user` beside `stats`, alone or within `userInfo`. */
const within = (...names: readonly string[]) => names.flatMap((name) => [`userInfo.${name}`, name]);
const stats = (...names: readonly string[]) =>
  ['statsV2', 'stats'].flatMap((each) => names.flatMap((name) => within(`${each}.${name}`)));

const columns: readonly Projected[] = [
  { name: 'handle', from: within('user.uniqueId') },
  { name: 'id', from: within('user.id') },
  { name: 'observed_at', from: ['scrapedAt', 'scraped_at', 'collectedAt', 'fetchedAt', 'extra.now'] },
  { name: 'followers', from: stats('followerCount') },
  { name: 'following', from: stats('followingCount') },
  { name: 'likes', from: [...within('statsV2.heart', 'statsV2.heartCount'), ...within('stats.heart')] },
  { name: 'likes_wrapped', from: within('stats.heartCount') },
  { name: 'posts', from: stats('videoCount') },
  { name: 'name', from: within('user.nickname') },
  { name: 'bio', from: within('user.signature') },
  { name: 'verified', from: within('user.verified') },
  { name: 'private', from: within('user.privateAccount') },
  { name: 'region', from: within('user.region') },
  { name: 'secUid', from: within('user.secUid') },
  { name: 'bioLink', from: within('user.bioLink.link') },
];

/** Accounts as the web API gives them, one record each. */
export const scraperAccounts: Kind = {
  id: 'tiktok-users',
  title: 'Accounts of the web API (TikTok-Api and others)',
  about:
    'Accounts as the web API gives them: user beside stats or statsV2, a list or one a line. Needs the instant it was taken (--at).',
  tables: ['account', 'account_info'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const names = new Set(header.map(pathOf));
  const has = (name: string) =>
    columns.find((each) => each.name === name)?.from.some((from) => names.has(from));
  const missing = [
    ...(has('handle') ? [] : ['user.uniqueId']),
    ...(has('followers') ? [] : ['stats.followerCount or statsV2.followerCount']),
  ];
  return { missing, found: columns.filter(({ name }) => has(name)).length };
}

async function open(original: ImportContext): Promise<RowMapper> {
  const { records, project } = projectRecords(original.records, columns);
  const context: ImportContext = { ...original, records };
  const at = (name: string) => records.header.indexOf(name);
  const readAt = await openObservedAt(context, at('observed_at'));
  const places = {
    ...{ followers: at('followers'), following: at('following'), likes: at('likes') },
    ...{ posts: at('posts'), likesWrapped: at('likes_wrapped') },
  };
  const readRow = openAccountRow(
    places,
    { ...originOf(original), rounding: original.options.rounding ?? 'seen' },
    await openNotations(context, places),
  );
  const readInfo = openAccountInfo(context);
  const handleOf = openHandles(context.options.accounts);
  const idOf = openIds(records.sample.map((row) => row[at('id')] ?? ''));
  return (cells, line) => {
    const row = project(cells);
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(records.header, row));
    const instant = readAt(row);
    if (instant instanceof Refusal) return refuse(instant);
    const handle = handleOf(row[at('handle')] ?? '');
    if (handle instanceof Refusal) return refuse(handle);
    const id = idOf(row[at('id')] ?? '');
    if (id instanceof Refusal && id.rule !== 'id_destroyed') return refuse(id);
    const account_id = typeof id === 'string' ? id : `handle:${handle}`;
    const draft = readRow(row, account_id, instant, handle);
    if (draft instanceof Refusal) return refuse(draft);
    const info = readInfo === null ? null : readInfo(row, account_id, handle, instant.at);
    return { line, drafts: info === null ? [draft] : [draft, info] };
  };
}
