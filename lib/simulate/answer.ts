import { accountPage, missingAccountPage } from './account-page.ts';
import { answerTopic } from './answer-topics.ts';
import { countAccount, handleAt } from './creator.ts';
import { creatorEmbed, oembedOf } from './embed-page.ts';
import { escapeHtml, htmlHead, type PageOptions, pageBase } from './html.ts';
import type { Post } from './post.ts';
import { captionOf } from './post-caption.ts';
import { missingPostPage, postPage } from './post-page.ts';
import { type RobotsRules, robotsText } from './robots.ts';
import type { World } from './world.ts';

export { captionOf } from './post-caption.ts';

/** What the origin says to a request. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

export interface AnswerOptions extends PageOptions {
  robots: RobotsRules;
}

const htmlType = 'text/html; charset=utf-8';
const notFound: Answer = {
  status: 404,
  contentType: htmlType,
  body: shortPage('404: there is no such page.'),
};
const badRequest: Answer = { status: 400, contentType: htmlType, body: shortPage('400: nothing to embed.') };
const unavailable: Answer = {
  status: 503,
  contentType: htmlType,
  body: shortPage('503: the service is unavailable.'),
};

/**
 * What the origin answers to the path and query of a GET at an instant: a pure function of its arguments. An account
 * that is unknown, renamed or deleted is 10221, a private one 10222, a post that is gone 10204, a sound and a hashtag that
 * nobody uses 10203 and 10205, all with status 200; their embeds are status 400, but for that of a sound, which comes without
 * it; a silence or an outage is 503, whatever was asked.
 */
export function answer(world: World, at: Date, target: string, options: AnswerOptions): Answer {
  if (!world.answers(null, at)) return unavailable;
  const url = URL.canParse(target, pageBase) ? new URL(target, pageBase) : null;
  const path = url === null ? null : decodePath(url.pathname);
  if (url === null || path === null) return notFound;
  if (path === '/') return page(indexPage(world, at));
  if (path === '/robots.txt')
    return { status: 200, contentType: 'text/plain; charset=utf-8', body: robotsText(options.robots) };
  if (path === '/oembed') return answerOembed(world, at, url.searchParams.get('url') ?? '');
  const embed = /^\/embed\/@([^/]+)\/?$/.exec(path);
  if (embed) return answerEmbed(world, at, (embed[1] ?? '').toLowerCase());
  const post = /^(\/@[^/]*\/(?:video|photo)\/(\d{1,20}))\/?$/.exec(path);
  if (post) return answerPost(world, at, post[1] ?? '', post[2] ?? '', options);
  const account = /^\/@([^/]+)\/?$/.exec(path);
  if (account) return answerAccount(world, at, (account[1] ?? '').toLowerCase(), options);
  const topic = answerTopic(world, at, path, options);
  if (topic === 'nothing') return badRequest;
  if (topic === 'silent') return unavailable;
  return topic === null ? notFound : page(topic.page);
}

function answerAccount(world: World, at: Date, handle: string, options: AnswerOptions): Answer {
  const creator = world.find(handle, at);
  if (creator === null || world.statusOf(creator, at) === 'deleted') {
    // The wording of 10221 was recorded for a ban only; that of 10222 never was.
    return page(missingAccountPage(handle, { code: 10221, message: "user doesn't exist" }, options));
  }
  if (!world.answers(creator, at)) return unavailable;
  if (world.statusOf(creator, at) === 'private')
    return page(missingAccountPage(handle, { code: 10222, message: 'user is private' }, options));
  const ms = at.getTime();
  return page(accountPage(creator, countAccount(creator, ms), ms, options));
}

function answerPost(world: World, at: Date, path: string, postId: string, options: AnswerOptions): Answer {
  const ms = at.getTime();
  const found = world.findPost(postId);
  const gone = { code: 10204, message: "item doesn't exist" } as const;
  if (found === null || found.post.createdMs > ms) return page(missingPostPage(path, gone, options));
  const { post, creator } = found;
  if (!world.answers(creator, at)) return unavailable;
  const status = world.statusOf(creator, at);
  if (status === 'deleted' || post.deletedMs <= ms) return page(missingPostPage(path, gone, options));
  if (status === 'private') {
    // Both codes were seen for posts of private accounts.
    const code = post.key % 2 === 0 ? 10222 : 10216;
    return page(missingPostPage(path, { code, message: 'item is private' }, options));
  }
  const caption = captionOf(world, creator, post);
  const mention = caption.spans.find((span) => 'mention' in span);
  const friend = world.creators.find((other) => other.id === mention?.mention) ?? null;
  const author = countAccount(creator, ms);
  return page(postPage({ post, creator, caption, friend, author }, ms, options));
}

function answerEmbed(world: World, at: Date, handle: string): Answer {
  const creator = world.find(handle, at);
  if (creator === null || world.statusOf(creator, at) === 'deleted') return badRequest;
  if (!world.answers(creator, at)) return unavailable;
  if (world.statusOf(creator, at) !== 'ok') return badRequest;
  const ms = at.getTime();
  const text = (post: Post) => captionOf(world, creator, post).text;
  return page(creatorEmbed(creator, countAccount(creator, ms), text, ms));
}

function answerOembed(world: World, at: Date, url: string): Answer {
  const ms = at.getTime();
  const found = world.findPost(/\/(?:video|photo)\/(\d{1,20})(?:[/?#]|$)/.exec(url)?.[1] ?? '');
  const json = (status: number, body: unknown): Answer => ({
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
  });
  // What the real endpoint says of a post that cannot be embedded was never recorded.
  const refusal = json(400, { code: 400, message: 'Something went wrong' });
  if (found === null || found.post.createdMs > ms) return refusal;
  const { post, creator } = found;
  if (!world.answers(creator, at)) return unavailable;
  if (world.statusOf(creator, at) !== 'ok' || post.deletedMs <= ms) return refusal;
  return json(200, oembedOf(creator, post, captionOf(world, creator, post).text, pageBase, ms));
}

/** For people who open the address: who lives here. */
function indexPage(world: World, at: Date): string {
  const links = world.creators
    .filter((creator) => world.statusOf(creator, at) === 'ok')
    .map((creator) => {
      const path = `/@${handleAt(creator, at.getTime())}`;
      return `<li><a href="${path}">${escapeHtml(creator.persona.nickname)}</a></li>`;
    });
  return `${htmlHead('Clipbook simulated origin', `Accounts at ${at.toISOString()}:`)}<ul>${links.join('')}</ul></body></html>`;
}

function shortPage(text: string): string {
  return `${htmlHead(text, text)}</body></html>`;
}

function page(body: string): Answer {
  return { status: 200, contentType: htmlType, body };
}

/** The path with its percent signs resolved; null where they cannot be. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
