import { seenStep } from '../counts.ts';
import type { AccountCounters } from './account-counters.ts';
import { type Counter, readCounter } from './counters.ts';
import { handleOf, textOf } from './fields.ts';

/** The counters that a text about an account states, and whose they are. */
export interface SharedCounters {
  handle: string;
  counters: AccountCounters;
}

/**
 * Reads the sentence with which an account is shared, in any language: "@nasa 1.8m Followers, 23 Following, 9.4m Likes -
 * Watch …". It states followers, following and likes, in this order, in compact notation. Null where it is not of this
 * form: with more or fewer numbers nobody could say what is what, and 18万 is not 18.
 */
export function shareText(value: unknown): SharedCounters | null {
  const text = textOf(value);
  const [, name = '', rest = ''] = /^\s*@([\w.]{1,32})[\s:：]([\s\S]{1,300})/.exec(text ?? '') ?? [];
  const handle = handleOf(name);
  const sentence = / [-–—] /.exec(rest)?.index;
  if (handle === null || sentence === undefined) return null;
  const numbers = [...rest.slice(0, sentence).matchAll(number)];
  const [followers, following, likes, ...more] = numbers.map(counterOf);
  if (!followers || !following || !likes || more.length > 0) return null;
  return { handle, counters: countersOf(followers, following, likes) };
}

/** Followers, following and likes without the number of posts, which these carriers do not tell. */
export function countersOf(followers: Counter, following: Counter, likes: Counter): AccountCounters {
  const posts = { value: null, step: null };
  return { followers, following, likes, posts, likesWrapped: null, isNewer: false };
}

/** A number, its unit, and what stands right behind it. */
const number = /(\d[\d.,]*)([ \u00a0]?[kmb](?!\p{L}))?(\s*\p{L}*)/giu;
/** Units that are words: what they make of a number is not guessed. */
const unitWord =
  /^\s*(?:[万萬億亿만억천千]|(?:mil|mill|mio|mrd|mln|mlr|mld|tsd|tys|тыс|млн|млрд|lakh|crore|rb|jt|bn|ribu|juta|nghìn|triệu|tn|mlj|thousand|million|billion|millones|milhões)(?![\p{L}]))/iu;

/** Null where the number is not one, or its unit is not known. */
function counterOf([, digits = '', unit = '', next = '']: RegExpMatchArray): Counter | null {
  // Letters that touch the digits belong to the number.
  if (unitWord.test(next) || (unit === '' && /^\p{L}/u.test(next))) return null;
  const counter = readCounter(digits.replace(/[.,]$/, '') + unit, seenStep);
  return typeof counter.value === 'number' ? counter : null;
}
