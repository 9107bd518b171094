import type { Effects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { SourceRow } from '../schema/draft.ts';
import type { TableName } from '../schema/index.ts';
import type { DatedCell } from './date-cell.ts';
import { readText } from './decode.ts';
import { readExportName } from './export-name.ts';
import type { OwnerFile } from './file-capture.ts';
import { accountIdOf, readHandle } from './identity.ts';
import { JsonPicker, type PickedPart, type WantedPart } from './json-picker.ts';
import { badJson } from './json-pieces.ts';
import { requireAt } from './observed-at.ts';
import type { ImportOptions } from './options.ts';
import {
  cellOf,
  dayOfFollower,
  joinRows,
  type Owner,
  openPostMapper,
  profileRow,
} from './personal-data-rows.ts';
import { Refusal } from './refusal.ts';
import type { Sniff } from './sniff.ts';

/** "Download your data", of which three parts are read. */
export const personalData = {
  id: 'download-your-data',
  title: 'Download your data',
  about:
    'The JSON (user_data.json, user_data_tiktok.json, or its ZIP) in which TikTok gives out all it has of a person. Read are the list of posts, the counts of the profile, and on which days followers joined; nothing else is read or kept. Needs the day of the download (--at).',
} as const;

const tables: readonly TableName[] = ['owner_post', 'account', 'owner_follower_joins'];

/** Where the three parts stand, from the files of 2021 to those of 2026. */
const wanted: readonly WantedPart[] = [
  { id: 'post', path: [['Post'], ['Posts'], ['VideoList']], each: true },
  { id: 'post', path: [['Video'], ['Videos'], ['VideoList']], each: true },
  {
    id: 'profile',
    path: [['Profile', 'Profile And Settings'], ['Profile Info', 'Profile Information'], ['ProfileMap']],
    each: false,
  },
  {
    id: 'follower',
    path: [
      ['Profile And Settings', 'Profile', 'Your Activity', 'Activity'],
      ['Follower', 'Follower List'],
      ['FansList'],
    ],
    each: true,
  },
];

/** Sections with which such a file begins, from 2021 to 2026. */
const beginning =
  /^\s*\{\s*"(?:Activity|Ads and data|App Settings|Comment|Direct Messages?|Income ?(?:Plus|\+)[^"]*|Likes and Favorites|(?:Location|Poi) Review|Post|Profile(?: And Settings)?|Tik[Tt]ok [^"]*|Video|Your Activity)"\s*:\s*(?:\{|null\b)/;

/** True for "Download your data", by its beginning or its name. */
export function isPersonalData(file: string, { format, head }: Pick<Sniff, 'format' | 'head'>): boolean {
  return format !== 'csv' && (beginning.test(head) || /(?:^|\/)user_data[^/]*\.json$/i.test(file));
}

/** What is said after the three parts were read. */
const note =
  'read from it: the list of posts, the counts of the profile, and how many followers joined on which day; nothing else in it was read or kept, and no copy of it was made. Keep the file out of the repository.';

/** What one reading of the file finds besides the posts, which a second one gives one by one. */
interface Found {
  profile: PickedPart | null;
  posts: number;
  joins: Map<string, number>;
  undated: number;
}

/**
 * Reads the three useful parts of "Download your data" and passes over the rest, streaming. A post is a row, the profile one,
 * and the followers who joined on a day another. Followers are counted; their names are not looked at. The file is not to be kept.
 * Throws `InputError`: `instant_needed`, `account_needed`, `account_mismatch`, `bad_json`, `no_rows`.
 */
export async function openPersonalData(
  file: OwnerFile,
  sniff: Sniff,
  options: ImportOptions,
  effects: Effects,
): Promise<{
  kind: string;
  tables: readonly TableName[];
  notes: readonly string[];
  rows: AsyncIterable<readonly SourceRow[]>;
}> {
  const named = readExportName(file.file).exportedAt;
  const at: DatedCell =
    options.at === undefined && named !== null
      ? { at: named, precision: 'instant' }
      : requireAt({ file, options }, '"Download your data" has no date of its own');
  const found = await findParts(file, sniff);
  if (found.posts === 0 && found.profile === null && found.joins.size === 0 && found.undated === 0)
    throw new InputError(
      'no_rows',
      `${file.file} is "Download your data" without posts, profile or followers.`,
      {
        hint: 'Ask TikTok for it again, as JSON, with all of your data.',
      },
    );
  const profile = found.profile === null ? {} : parsePart(file, found.profile);
  const owner = ownerOf(file, profile, options, at);
  return {
    kind: personalData.id,
    tables,
    notes: [note],
    rows: rowsOf(file, sniff, owner, found, profile, effects),
  };
}

async function findParts(file: OwnerFile, sniff: Sniff): Promise<Found> {
  const found: Found = { profile: null, posts: 0, joins: new Map(), undated: 0 };
  for await (const part of partsOf(file, sniff)) {
    if (part.id === 'profile') found.profile = part;
    else if (part.id === 'post') {
      parsePart(file, part);
      found.posts++;
    } else {
      const day = dayOfFollower(parsePart(file, part));
      if (day === null) found.undated++;
      else found.joins.set(day, (found.joins.get(day) ?? 0) + 1);
    }
  }
  return found;
}

async function* partsOf(file: OwnerFile, sniff: Sniff): AsyncGenerator<PickedPart, void> {
  const picker = new JsonPicker(wanted);
  for await (const text of readText(file, sniff.encoding)) {
    yield* picker.push(text);
    if (picker.broken !== null) throw badJson(file, picker.line, picker.broken);
  }
  const problem = picker.end();
  if (problem !== null) throw badJson(file, picker.line, problem);
}

/** A part as an object without a prototype's names; whatever is no object is an empty one. */
function parsePart(file: OwnerFile, { text, line }: PickedPart): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be private.
    throw badJson(file, line, 'a value in it cannot be read');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return value as Record<string, unknown>;
}

function ownerOf(
  file: OwnerFile,
  profile: Readonly<Record<string, unknown>>,
  { account }: ImportOptions,
  at: DatedCell,
): Owner {
  const read = readHandle(cellOf(profile, 'userName') ?? '');
  const handle = read instanceof Refusal ? (account?.handle ?? null) : read;
  if (handle === null)
    throw new InputError('account_needed', `${file.file} does not name the account it is of.`, {
      hint: 'Name it with --account @handle.',
    });
  if (account?.handle && account.handle !== handle)
    throw new InputError(
      'account_mismatch',
      `${file.file} is of @${handle}, and --account says @${account.handle}.`,
      { hint: 'Leave --account out: the file names its account.' },
    );
  return {
    handle,
    account_id: accountIdOf({ handle, id: account?.id ?? null }),
    at,
    capture_id: file.capture_id,
  };
}

const batchRows = 1000;

async function* rowsOf(
  file: OwnerFile,
  sniff: Sniff,
  owner: Owner,
  found: Found,
  profile: Readonly<Record<string, unknown>>,
  effects: Effects,
): AsyncGenerator<readonly SourceRow[], void> {
  let batch: SourceRow[] = found.profile === null ? [] : [profileRow(owner, profile, found.profile.line)];
  const readPost = openPostMapper(owner, effects.now());
  for await (const part of partsOf(file, sniff)) {
    if (part.id !== 'post') continue;
    batch.push(readPost(parsePart(file, part), part.line));
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  batch.push(...joinRows(owner, found.joins, found.undated));
  if (batch.length > 0) yield batch;
}
