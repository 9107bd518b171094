import { notationOf } from '../counts/notation.ts';
import { parseCount } from '../counts/read-count.ts';
import { handlePattern } from '../schema/column.ts';
import { columnKey } from './columns.ts';
import { parseDate, platformStartMs } from './date-cell.ts';
import { compileFormat, readByFormat } from './date-format.ts';
import { accountHeadings, hashtagHeadings, infoHeadings, postHeadings, soundHeadings } from './headings.ts';
import { readPostUrl, secondsOfPostId } from './identity.ts';
import type { TableHead } from './kind.ts';
import type { MappedColumn, Mapping } from './mapping.ts';
import { chooseNames } from './month-names.ts';
import type { ImportOptions } from './options.ts';
import { Refusal } from './refusal.ts';

/** A mapping that may read a table, and what of it the person has to settle, in words. */
export interface Proposal {
  mapping: Mapping;
  /** What the table does not tell; empty where the mapping can be used as it is. */
  open: readonly string[];
}

type Guess = MappedColumn | null;

/** How many of a column's cells must be alike for a guess. */
const most = 0.8;

/**
 * Proposes how to read a table of no known kind, from the names and the cells of its columns. What cannot be told is left open and
 * said; nothing is guessed that the person does not see.
 */
export function proposeMapping(head: TableHead, said: Pick<ImportOptions, 'account' | 'at'> = {}): Proposal {
  const { header, sample } = head;
  const guesses = header.map((name, place) =>
    guessColumn(
      name,
      sample.map((row) => row[place] ?? ''),
    ),
  );
  keepFirst(guesses);
  const fields = new Set(guesses.map((guess) => guess?.field));
  const isPosts = fields.has('post_id') || fields.has('url') || fields.has('views');
  const topic = fields.has('id') ? topicOf(header) : null;
  const kind = topic ?? (isPosts ? 'post-table' : 'account-series');
  const columns = Object.fromEntries(
    header.map((name, place) => [name, shorten(fitTo(kind, guesses[place] ?? null))] as const),
  );
  return { mapping: { kind, columns }, open: whatIsOpen(kind, columns, said) };
}

const fieldsOf = {
  'account-series': { ...accountHeadings, ...infoHeadings },
  'post-table': postHeadings,
  'hashtag-series': hashtagHeadings,
  'sound-series': soundHeadings,
} as const;
type MappedKind = keyof typeof fieldsOf;

/** Beginnings of the words for each counter, in the languages that people have sent tables in. */
const stems: readonly (readonly [field: string, word: RegExp])[] = [
  ['following', /\bfollowings?\b|abonnements|siguiendo|seguindo/i],
  ['followers', /follow|følger|följ|fans?\b|abonn|seguid|subscri|подписчик|粉丝|フォロワー/i],
  ['views', /views?|plays?\b|visning|vues|aufruf|visualiza|reproduc|просмотр|播放/i],
  ['comments', /comment|kommentar|comentari|commenti|комментари|评论/i],
  ['shares', /\bshar|deling|delning|compart|partag/i],
  ['saves', /\bsav|favou?rit|bookmark|gem(?:t|mer)/i],
  ['likes', /likes?|hjerter|hearts?|gilla|curtida|me gusta|j.aime|лайк|点赞/i],
  ['posts', /\bposts?\b|videos?\b|vidéos|vídeos|opslag/i],
];
const units: readonly (readonly [unit: NonNullable<MappedColumn['unit']>, word: RegExp])[] = [
  [1e6, /\bmillion|\bmio\b|\bmill\b|\(m\)|\bin m\b|1[., ]?000[., ]?000/i],
  [1e3, /thousand|tusind|tusen|tausend|\btsd|\bmiles\b|milliers|\(k\)|\bin k\b|'?000s?\b/i],
];

function guessColumn(name: string, cells: readonly string[]): Guess {
  const filled = cells
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .slice(0, 200);
  const are = (test: (text: string) => boolean) =>
    filled.length > 0 && filled.filter(test).length >= filled.length * most;
  if (are((text) => readPostUrl(text) !== null)) return { field: 'url' };
  if (are((text) => /^https?:\/\/(?:www\.)?tiktok\.com\/@[^/]+\/?$/i.test(text))) return { field: 'handle' };
  if (are((text) => /^\d{18,20}$/.test(text) && secondsOfPostId(text) !== null))
    return { field: /user|author|account/i.test(name) ? 'account_id' : 'post_id' };
  const date = are((text) => /\d/.test(text) && !/^\d{1,9}$/.test(text)) ? guessDate(name, filled) : null;
  if (date !== null) return date;
  const counts = notationOf(filled);
  if (
    are(
      (text) =>
        !/^\d{16,}$/.test(text) &&
        typeof parseCount(text, { ...counts, decimal: counts.decimal ?? '.' }, 1e9) !== 'object',
    )
  )
    return guessText(name, are);
  const field = stems.find(([, word]) => word.test(name))?.[0];
  if (field === undefined) return guessText(name, are);
  const unit = units.find(([, word]) => word.test(name))?.[0];
  return { field, ...(unit === undefined ? {} : { unit }) };
}

function guessText(name: string, are: (test: (text: string) => boolean) => boolean): Guess {
  if (are((text) => /^@[a-z0-9._]{1,32}$/i.test(text))) return { field: 'handle' };
  const key = columnKey(name);
  for (const headings of Object.values(fieldsOf))
    for (const [field, words] of Object.entries(headings as Readonly<Record<string, readonly string[]>>))
      if (words.includes(key) && field !== 'date') return { field };
  const isHandle = are((text) => handlePattern.test(text.toLowerCase()) && /[a-z]/i.test(text));
  if (isHandle && /handle|user|konto|account|cuenta|compte|kanal|channel|profil|creator|navn/i.test(name))
    return { field: 'handle' };
  if (/caption|description|beskriv|text|texte|titel|title/i.test(name)) return { field: 'text' };
  return null;
}

const formats = [
  ...[
    'YYYY年M月D日',
    'YYYY年M月D日 H:mm',
    'D/M/YY',
    'M/D/YY',
    'D.M.YY',
    'D-MMM-YY',
    'D-MMM-YYYY',
    'MMM D, YYYY h:mm A',
  ],
  ...[
    'D MMM YYYY HH:mm',
    'D. MMMM YYYY HH:mm',
    'DD/MM/YYYY HH[h]mm',
    'YYYY.MM.DD. HH:mm',
    'D.M.YYYY [kl.] HH:mm',
  ],
];

/** A column of dates: in a form that is read by itself, else in one of some others that reads all of its cells. */
function guessDate(name: string, cells: readonly string[]): Guess {
  const field = /creat|publ|post|upload|udgiv|veröff/i.test(name) ? 'created_at' : 'observed_at';
  const named = cells.filter((text) => /\p{L}{3}/u.test(text));
  const { names } = chooseNames(named);
  const isDate = (text: string, order: 'dmy' | 'mdy') => {
    const moment = parseDate(text, order, names);
    return !(moment instanceof Refusal) && moment.ms >= platformStartMs;
  };
  if (cells.every((text) => isDate(text, 'dmy')) || cells.every((text) => isDate(text, 'mdy')))
    return { field };
  const fitting = formats.filter((format) => {
    const compiled = compileFormat(format);
    if (typeof compiled === 'string') return false;
    const words = chooseNames(named.map((text) => `${/\p{L}[\p{L}\p{M}]+/u.exec(text)?.[0] ?? ''} 1`)).names;
    return cells.every((text) => !(readByFormat(text, compiled, 'UTC', words) instanceof Refusal));
  });
  // Of two forms that read every cell neither is proposed.
  const [only] = fitting;
  return fitting.length === 1 && only !== undefined ? { field, format: only } : null;
}

/** A field is one column's: the first. A second date is when the post was made, or nothing. */
function keepFirst(guesses: Guess[]): void {
  const taken = new Set<string>();
  guesses.forEach((guess, i) => {
    if (guess === null) return;
    if (taken.has(guess.field)) guesses[i] = null;
    taken.add(guess.field);
  });
}

function topicOf(header: readonly string[]): MappedKind | null {
  const keys = header.map(columnKey).join(' ');
  return /challenge|hashtag/.test(keys) ? 'hashtag-series' : /music|sound/.test(keys) ? 'sound-series' : null;
}

function fitTo(kind: MappedKind, guess: Guess): Guess {
  return guess !== null && guess.field in fieldsOf[kind] ? guess : null;
}

function shorten(guess: Guess): NonNullable<Mapping['columns']>[string] {
  return guess !== null && Object.keys(guess).length === 1 ? guess.field : guess;
}

function whatIsOpen(
  kind: MappedKind,
  columns: NonNullable<Mapping['columns']>,
  { account, at }: Pick<ImportOptions, 'account' | 'at'>,
): string[] {
  const given = new Set(
    Object.values(columns).map((spec) => (typeof spec === 'string' ? spec : spec?.field)),
  );
  const has = (...fields: string[]) => fields.some((field) => given.has(field));
  const open: string[] = [];
  if (kind === 'account-series' && !has('handle') && !account)
    open.push('which account it is: a column as "handle", a constant, or --account @handle');
  if (kind === 'post-table' && !has('post_id', 'url'))
    open.push('which post each row is: a column as "post_id" or "url"');
  if (kind === 'post-table' && !has('handle', 'url', 'account_id') && !account)
    open.push('whose posts they are: a column as "handle", a constant, or --account @handle');
  if (!has('observed_at') && !at)
    open.push('when its numbers were seen: a column as "observed_at", or --at 2026-03-30');
  const counters = ['followers', 'following', 'likes', 'posts', 'views', 'comments', 'shares', 'saves'];
  if (!has(...counters)) open.push(`what it counts: a column as one of ${counters.join(', ')}`);
  return open;
}
