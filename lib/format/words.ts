import { exact, type MaybeNumber, notObserved } from './number.ts';

/**
 * A number and its noun: "1 post", "0 posts", "1,204 posts". The plural is the noun and s where none is given.
 * "posts not observed" for null.
 */
export function plural(count: MaybeNumber, noun: string, nouns = `${noun}s`): string {
  if (count === null || count === undefined || Number.isNaN(count)) return `${nouns} ${notObserved}`;
  return `${exact(count)} ${count === 1 ? noun : nouns}`;
}

/** Words in a row: "a", "a and b", "a, b and c"; empty text for none. */
export function listWords(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
