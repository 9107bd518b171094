import { addDays, msPerDay } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { account as accountTable } from '../../lib/schema/account.ts';
import { postInfo as infoTable, post as postTable } from '../../lib/schema/post.ts';
import { accountIdOf, firstDay, postIdOf, writeDay } from './ledger-files.ts';

/**
 * A year of accounts and of their posts as a daily collection sees them: each post once a day to its thirtieth day, once a week to
 * its ninetieth. Views grow along a Weibull curve to an end that differs by orders of magnitude.
 */

interface Post {
  id: string;
  createdMs: number;
  views: number;
  scaleDays: number;
}

interface Account {
  id: string;
  handle: string;
  followers: number;
  likes: number;
  posts: Post[];
}

export interface PostsLedgerSize {
  accounts: number;
  days: number;
  /** Over all the days. */
  postsPerAccount: number;
}

/** Makes the rows of the days one after another; call `next` for each. */
export class PostsLedger {
  readonly #random = seededRandom(5);
  readonly #accounts: Account[];
  readonly #size: PostsLedgerSize;
  #day = 0;

  constructor(size: PostsLedgerSize) {
    this.#size = size;
    this.#accounts = Array.from({ length: size.accounts }, (_, i) => ({
      id: accountIdOf(i),
      handle: `bench_${i}`,
      followers: Math.round(1000 * 1.01 ** i),
      likes: Math.round(14_000 * 1.01 ** i),
      posts: [],
    }));
  }

  /** Writes the next day under a data root; how many posts and post observations it has. */
  next(root: string): { posts: number; observations: number } {
    const date = addDays(firstDay, this.#day++);
    const chance = this.#size.postsPerAccount / this.#size.days;
    const [accountRows, postRows, infoRows]: string[][] = [[], [], []];
    for (const account of this.#accounts) {
      account.followers += Math.round(account.followers * 0.002 * (this.#random() - 0.2));
      account.likes += this.#whole(account.followers);
      const at = `${date}T23:${30 + this.#whole(30)}:${10 + this.#whole(50)}Z`;
      const end = `exact,instant,simulated:bench,${account.id.slice(0, 8)}${this.#day}`;
      const { id, handle, followers, likes } = account;
      accountRows?.push(`${id},${at},${handle},${followers},100,${likes},${300 + this.#day},1,1,1,1,,${end}`);
      if (this.#random() < chance) {
        const post = this.#publish(account, date);
        infoRows?.push(this.#infoOf(post, account, at, end));
      }
      account.posts = account.posts.filter((post) => Date.parse(at) - post.createdMs < 90 * msPerDay);
      for (const post of account.posts) {
        const age = (Date.parse(at) - post.createdMs) / msPerDay;
        if (age < 0 || (age > 30 && Math.floor(age) % 7 !== 0)) continue;
        const views = Math.round(post.views * (1 - Math.exp(-((age / post.scaleDays) ** 0.7))));
        postRows?.push(
          `${post.id},${at},${id},${views},${Math.round(views / 11)},${Math.round(views / 900)},${Math.round(views / 400)},${Math.round(views / 250)},1,1,1,1,1,${end}`,
        );
      }
    }
    writeDay(root, accountTable, date, accountRows ?? []);
    writeDay(root, postTable, date, postRows ?? []);
    writeDay(root, infoTable, date, infoRows ?? []);
    return { posts: infoRows?.length ?? 0, observations: postRows?.length ?? 0 };
  }

  #publish(account: Account, date: string): Post {
    const id = postIdOf(date, (below) => this.#whole(below));
    const spread = Math.exp(this.#random() + this.#random() + this.#random() - 1.5);
    const post = {
      id,
      createdMs: Number(BigInt(id) >> 32n) * 1000,
      views: Math.round(3 * account.followers ** 0.7 * spread ** 2),
      scaleDays: 1 + 2 * this.#random(),
    };
    account.posts.push(post);
    return post;
  }

  #infoOf(post: Post, account: Account, at: string, end: string): string {
    const created = `${new Date(post.createdMs).toISOString().slice(0, 19)}Z`;
    const tags = ['fyp', 'bench', `tag${this.#whole(12)}`].join(' ');
    const sound = String(7_100_000_000_000_000_000n + BigInt(this.#whole(40)));
    const source = end.split(',').slice(2).join(',');
    return `${post.id},${at},${account.id},${created},id,a caption,video,${5 + this.#whole(90)},${sound},${tags},false,false,ok,${source}`;
  }

  #whole(below: number): number {
    return Math.floor(this.#random() * below);
  }
}
