import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { addDays } from '../../calendar.ts';

/** A part of a key that was put into words already. */
export class KeyPart {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The `cacheKey` of a page: a hash of each thing that the page shows, by its name. While a page's key and its code stay the
 * same, `build` takes the page over from the last build; where a part of the key differs, its name is the reason that is
 * printed. Values are anything that JSON can say. Names are words without spaces and colons.
 * @example pageKey({ days: daily, posts: [], details: info }) // 'days:5f0c… posts:4f53… details:0a31…'
 */
export function pageKey(parts: Record<string, unknown>): string {
  return Object.entries(parts)
    .map(
      ([name, value]) => `${name}:${value instanceof KeyPart ? value.text : hashOf(JSON.stringify(value))}`,
    )
    .join(' ');
}

/** Days at the end of a part by days that are told apart in words. */
const daysTold = 92;
const markLength = 5;
const noMark = '.'.repeat(markLength);

/**
 * A part that is made of days, so that `build --verbose` can name those that changed. `days` is what there is of each day, as anything that
 * tells one content from another, sorted by day; what belongs to no day stands under `''`.
 */
export function partByDay(days: Iterable<readonly [day: string, content: string]>): KeyPart {
  const all = [...days];
  const whole = hashOf(all.map(([day, content]) => `${day} ${content}`).join('\n'));
  const last = all.at(-1)?.[0] ?? '';
  if (last === '') return new KeyPart(whole);
  const first = addDays(last, 1 - daysTold);
  const told = new Map(all.filter(([day]) => day >= first));
  const marks = Array.from({ length: daysTold }, (_, i) => {
    const content = told.get(addDays(first, i));
    return content === undefined ? noMark : markOf(content);
  });
  return new KeyPart(`${whole}/${first}/${marks.join('')}`);
}

/** Only words are made of it: whether anything changed is told by the hash of it all. */
function markOf(content: string): string {
  return (crc32(content) >>> 8).toString(36).padStart(markLength, '0');
}

function hashOf(text: string | undefined): string {
  return hash('sha256', text ?? '', 'base64url').slice(0, 16);
}

/** Names of the parts in which two keys differ, in the order of the newer one; those it lacks last. */
export function changedParts(before: string, after: string): string[] {
  const [old, now] = [readKey(before), readKey(after)];
  return [...new Set([...now.keys(), ...old.keys()])].filter((name) => old.get(name) !== now.get(name));
}

/** A part whose content has become `after`, which says in words on which days it differs from `before`; both are of `partByDay`. */
export function partOfChange(before: string, after: string): string {
  const days = changedDays(before, after);
  const [hash = ''] = after.split('/');
  return days === null ? hash : `${hash}/${days}`;
}

/** The same with the days that changed, where a part tells them: `account_daily 2026-06-29`, `days before 2026-04-01`. */
export function describeChanges(before: string, after: string): string[] {
  const [old, now] = [readKey(before), readKey(after)];
  return changedParts(before, after).map((name) => {
    const part = now.get(name) ?? '';
    const [, words, marks] = part.split('/');
    const days = marks === undefined ? words : changedDays(old.get(name) ?? '', part);
    return days === undefined || days === null ? name : `${name} ${days.replaceAll('_', ' ')}`;
  });
}

/** `2026-06-29`, `2026-06-01_to_2026-06-29`, `before_2026-04-01`; null where one of them tells no days. */
function changedDays(before: string, after: string): string | null {
  const [old, now] = [readMarks(before), readMarks(after)];
  if (old === null || now === null) return null;
  const first = old.first > now.first ? old.first : now.first;
  const changed = [...new Set([...old.marks.keys(), ...now.marks.keys()])]
    .filter((day) => day >= first && old.marks.get(day) !== now.marks.get(day))
    .sort();
  const [from, to] = [changed[0], changed.at(-1)];
  if (from === undefined || to === undefined) return `before_${first}`;
  return from === to ? from : `${from}_to_${to}`;
}

function readMarks(part: string): { first: string; marks: Map<string, string> } | null {
  const [, first, text] = part.split('/');
  if (first === undefined || text === undefined) return null;
  const marks = new Map<string, string>();
  for (let i = 0; i * markLength < text.length; i++) {
    const mark = text.slice(i * markLength, (i + 1) * markLength);
    if (mark !== noMark) marks.set(addDays(first, i), mark);
  }
  return { first, marks };
}

function readKey(key: string): Map<string, string> {
  return new Map(
    key.split(' ').map((part) => {
      const colon = part.indexOf(':');
      return colon === -1 ? ['content', part] : [part.slice(0, colon), part.slice(colon + 1)];
    }),
  );
}
