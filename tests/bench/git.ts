import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { commitPaths, openRepository } from '../../lib/operate/repository.ts';
import { syncedPaths } from '../../lib/pipeline/sync.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { postRow } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import type { Figure } from './figure.ts';
import { temporaryFolder } from './measure.ts';

const days = Number(process.env['GIT_DAYS'] ?? 365);
const accounts = 25;
const posts = 500;
const firstDay = '2025-11-01';

/** What a year of daily commits takes in git before any repack: 25 accounts and 500 posts, all that `sync` commits. */
export async function benchGit(): Promise<Figure[]> {
  const top = temporaryFolder();
  const data = path.join(top, 'data');
  mkdirSync(data);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', top, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  git('init', '--quiet', '--initial-branch=main');
  for (const [name, value] of Object.entries({
    'user.name': 'bench',
    'user.email': 'bench@example.org',
    'gc.auto': '0',
  }))
    git('config', name, value);
  git('remote', 'add', 'origin', top);
  const repository = await openRepository(data);
  const random = seededRandom(1);
  const state = Array.from({ length: accounts }, (_, i) => ({
    id: `${7_000_000_000_000_000_000n + BigInt(i)}`,
    followers: 10_000 * (i + 1),
    likes: 140_000 * (i + 1),
  }));
  const views = Array.from({ length: posts }, () => 1000);
  for (let day = 0; day < days; day++) {
    const date = addDays(firstDay, day);
    const writer = await LedgerWriter.open(data, 'bench', { capture_id: 'bench', file: null });
    const capture = () =>
      Math.floor(random() * 2 ** 48)
        .toString(16)
        .padStart(16, '0');
    const minute = () =>
      `${date}T05:${String(Math.floor(random() * 40) + 10)}:${String(Math.floor(random() * 50) + 10)}Z`;
    for (const [i, account] of state.entries()) {
      account.followers += Math.round(account.followers * 0.002 * random());
      account.likes += Math.round(account.followers * 0.01 * random());
      writer.add('account', {
        account_id: account.id,
        observed_at: minute(),
        handle: `bench_${i}`,
        followers: account.followers,
        following: 100,
        likes: account.likes,
        posts: 100 + Math.floor(day / 3),
        followers_step: 1,
        following_step: 1,
        likes_step: 1,
        posts_step: 1,
        likes_wrapped: null,
        rounding: 'exact',
        time_precision: 'instant',
        source: 'web_profile_v2',
        capture_id: capture(),
      });
    }
    for (let i = 0; i < posts; i++) {
      views[i] = (views[i] as number) + Math.floor(random() * 500);
      const seen = views[i] as number;
      writer.add(
        'post',
        postRow({
          post_id: `${7_300_000_000_000_000_000n + BigInt(i)}`,
          account_id: state[i % accounts]?.id ?? '',
          observed_at: minute(),
          views: seen,
          likes: Math.floor(seen / 10),
          comments: Math.floor(seen / 200),
          shares: Math.floor(seen / 300),
          saves: Math.floor(seen / 250),
          likes_step: 1,
          comments_step: 1,
          shares_step: 1,
          saves_step: 1,
          rounding: 'exact',
          source: 'web_post_v2',
          capture_id: capture(),
        }),
      );
    }
    await writer.commit();
    await transform(settingsFor(data, { as_of: `${date}T06:00:00Z` }));
    await commitPaths(repository, syncedPaths, `Data of ${date}`);
  }
  return figuresOf(git);
}

function figuresOf(git: (...args: string[]) => string): Figure[] {
  const named = git('rev-list', '--objects', '--all').trim().split('\n');
  const sizes = new Map(
    execSizes(git)
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
  const byPart = new Map<string, number>();
  let all = 0;
  for (const line of named) {
    const [object = '', name = ''] = line.split(/ (.*)/s);
    const bytes = Number(sizes.get(object) ?? 0);
    all += bytes;
    const part = name === '' ? 'commits' : partOf(name);
    byPart.set(part, (byPart.get(part) ?? 0) + bytes);
  }
  const mb = (bytes: number) => (bytes / 1e6).toFixed(2);
  return [
    [
      `git, ${days} daily commits of ${accounts} accounts and ${posts} posts: loose objects, MB`,
      mb(all),
      '≤ 10',
    ],
    ...[...byPart].sort((a, b) => b[1] - a[1]).map(([part, bytes]): Figure => [`  ${part}`, mb(bytes), '']),
  ];
}

function execSizes(git: (...args: string[]) => string): string {
  return git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objectsize:disk)');
}

function partOf(name: string): string {
  if (name.endsWith('manifest.json')) return 'manifests';
  if (/\.(?:csv|json|jsonl)$/.test(name))
    return /^data\/(?:[a-z]+\/v\d+\/[a-z_]+|[a-z.]+)/.exec(name)?.[0] ?? name;
  return 'trees';
}
