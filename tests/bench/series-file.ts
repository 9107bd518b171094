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
}

const piece = 1 << 20;

/** Writes a follower series of invented accounts: a date, the account, its id and four counts a row. */
export async function writeSeries(
  file: string,
  { accounts, instants, everyHours, order }: SeriesShape,
): Promise<void> {
  const random = seededRandom(accounts);
  const first = Date.UTC(2019, 0, 1);
  const dates = Array.from({ length: instants }, (_, i) => {
    const text = new Date(first + i * everyHours * 3_600_000).toISOString();
    return everyHours % 24 === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
  });
  // Ids as a platform gives them: in no order of the file.
  const ids = Array.from({ length: accounts }, () => `7${nineDigits(random)}${nineDigits(random)}`);
  const line = (account: number, at: number) => {
    const followers = 1000 * (account + 1) + at * 7 + Math.floor(random() * 50);
    return `${dates[at]},bench_${account},${ids[account]},${followers},${100 + (account % 50)},${followers * 12},${100 + at}\n`;
  };
  const [outer, inner] = order === 'instant' ? [instants, accounts] : [accounts, instants];
  const stream = createWriteStream(file);
  let lines = 'Date,Username,User_id,Followers,Following,Likes,Videos\n';
  for (let i = 0; i < outer; i++)
    for (let j = 0; j < inner; j++) {
      lines += order === 'instant' ? line(j, i) : line(i, j);
      if (lines.length < piece) continue;
      if (!stream.write(lines)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
      lines = '';
    }
  stream.end(lines);
  await finished(stream);
}

function nineDigits(random: () => number): string {
  return String(Math.floor(random() * 1e9)).padStart(9, '0');
}
