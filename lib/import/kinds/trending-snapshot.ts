import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { type Projected, pathOf, projectRecords } from '../projection.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { accountSeries } from './account-series.ts';
import { hashtagSeries } from './hashtag-series.ts';
import { soundSeries } from './sound-series.ts';

/** The lists of a snapshot: which column tells their records, and what the records say. */
const lists: readonly { kind: Kind; id: string; columns: readonly Projected[] }[] = [
  {
    kind: accountSeries,
    id: 'userId',
    columns: [
      { name: 'userId', from: ['userId'] },
      { name: 'handle', from: ['id'] },
      { name: 'name', from: ['name'] },
      { name: 'bio', from: ['bio'] },
      { name: 'verified', from: ['verified'] },
      { name: 'secUid', from: ['secUserId'] },
      { name: 'followers', from: ['stats.followers'] },
      { name: 'likes', from: ['stats.likes'] },
    ],
  },
  {
    kind: hashtagSeries,
    id: 'challengeId',
    columns: [
      { name: 'challengeId', from: ['challengeId'] },
      { name: 'name', from: ['name'] },
      { name: 'views', from: ['stats.views'] },
      { name: 'posts', from: ['stats.posts'] },
    ],
  },
  {
    kind: soundSeries,
    id: 'musicId',
    columns: [
      { name: 'musicId', from: ['musicId'] },
      { name: 'title', from: ['musicInfo.title'] },
      { name: 'views', from: ['stats.views'] },
      { name: 'posts', from: ['stats.posts'] },
    ],
  },
];

/** The accounts, hashtags and sounds that the platform recommended at one time, as git scrapers keep them. */
export const trendingSnapshot: Kind = {
  id: 'trending-snapshot',
  title: 'Snapshot of trends',
  about:
    'A JSON object with lists of accounts, hashtags and sounds, each with its stats. Needs the instant it was taken (--at), or its history (--git).',
  tables: ['account', 'account_info', 'hashtag', 'sound'],
  rank: 6,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const names = new Set(header.map(pathOf));
  const ids = lists.filter(({ id }) => names.has(id));
  const missing = ids.length > 0 ? [] : ['userId, challengeId or musicId'];
  const counts = ['stats.followers', 'stats.likes', 'stats.views', 'stats.posts'];
  const found = counts.filter((name) => names.has(name));
  if (found.length === 0) missing.push('stats.followers, stats.likes, stats.views or stats.posts');
  return { missing, found: ids.length + found.length };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { records } = context;
  const names = records.header.map(pathOf);
  const readers: { at: number; read: (row: readonly string[], line: number) => ReturnType<RowMapper> }[] = [];
  for (const { kind, id, columns } of lists) {
    const at = names.indexOf(id);
    if (at === -1) continue;
    const own = projectRecords(records, columns, (row) => row[at] !== '');
    const read = await kind.open({ ...context, records: own.records });
    readers.push({ at, read: (row, line) => read(own.project(row), line) });
  }
  return (row, line) => {
    const reader = readers.find(({ at }) => row[at] !== '');
    return reader
      ? reader.read(row, line)
      : refuseRow(
          line,
          new Refusal('bad_id', 'the record names no account, hashtag or sound'),
          showCells(records.header, row),
        );
  };
}
