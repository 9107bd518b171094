import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { seededRandom } from '../../lib/effects.ts';

/** How many accounts a series has, how often each is seen, and how far apart. */
export interface SeriesShape {
  accounts: number;
  instants: number;
  /** Hours between two looks at an account. */
  everyHours: number;
  /** `instant`: as a scheduled job appends them. `account`: one account's whole series after the other. */
  order: 'instant' | 'account';
  /** Every how many rows have a count that nobody can read; none where left out. */
  refusedEvery?: number;
}

/** How many posts a table has, and how often each is seen. */
export interface PostsShape {
  posts: number;
  instants: number;
}

const piece = 1 << 20;

/** Writes a follower series of invented accounts: a date, the account, its id and four counts a row. */
export async function writeSeries(
  file: string,
  { accounts, instants, everyHours, order, refusedEvery = Number.POSITIVE_INFINITY }: SeriesShape,
): Promise<void> {
  const random = seededRandom(accounts);
  const first = Date.UTC(2019, 0, 1);
  const dates = Array.from({ length: instants }, (_, i) => {
    const text = new Date(first + i * everyHours * 3_600_000).toISOString();
    return everyHours % 24 === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
  });
  // Ids as a platform gives them: in no order of the file.
  const ids = Array.from({ length: accounts }, () => `7${nineDigits(random)}${nineDigits(random)}`);
  let rows = 0;
  const line = (account: number, at: number) => {
    const followers = 1000 * (account + 1) + at * 7 + Math.floor(random() * 50);
    const shown = ++rows % refusedEvery === 0 ? 'many' : followers;
    return `${dates[at]},bench_${account},${ids[account]},${shown},${100 + (account % 50)},${followers * 12},${100 + at}\n`;
  };
  const [outer, inner] = order === 'instant' ? [instants, accounts] : [accounts, instants];
  await writeLines(file, function* () {
    yield 'Date,Username,User_id,Followers,Following,Likes,Videos\n';
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) yield order === 'instant' ? line(j, i) : line(i, j);
  });
}

/** Writes a table of invented posts with their captions: every post is seen once a day, from a day of its own on. */
export async function writePosts(file: string, { posts, instants }: PostsShape): Promise<void> {
  const random = seededRandom(posts);
  const first = Date.UTC(2024, 0, 1) / 1000;
  await writeLines(file, function* () {
    yield 'post_id,account_id,observed_at,views,likes,comments,shares,caption\n';
    for (let post = 0; post < posts; post++) {
      const created = first + Math.floor(random() * 300) * 86_400 + (post % 86_400);
      // As the platform does: the second of the upload in the upper bits.
      const id = (BigInt(created) << 32n) | BigInt(post);
      for (let day = 1; day <= instants; day++) {
        const seen = new Date((created + day * 86_400) * 1000).toISOString().slice(0, 19);
        const views = 1000 * day + Math.floor(random() * 900);
        const caption = `"Post ${post}, as invented as the ${post % 977} before: ${'la '.repeat(post % 40)}#bench #post${post % 100}"`;
        yield `${id},${7_000_000 + (post % 500)},${seen}Z,${views},${views >> 4},${views >> 8},${views >> 9},${caption}\n`;
      }
    }
  });
}

async function writeLines(file: string, lines: () => Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  let held = '';
  for (const line of lines()) {
    held += line;
    if (held.length < piece) continue;
    if (!stream.write(held)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
    held = '';
  }
  stream.end(held);
  await finished(stream);
}

function nineDigits(random: () => number): string {
  return String(Math.floor(random() * 1e9)).padStart(9, '0');
}
