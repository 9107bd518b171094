import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { zipOf } from '../helpers/zip.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, files: string[], raw = {}, more = {}) =>
  importFiles(settingsFor(data), files, { ...readImportOptions(raw, effects), ...more }, undefined, effects);

function file(name: string, bytes: string | Uint8Array, folder = temporaryFolder()): string {
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
}

/** Everything under a folder as text, unpacked where it is packed, with the names of the files. */
function everythingUnder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      if (!entry.isFile()) return entry.name;
      const bytes = readFileSync(path.join(entry.parentPath, entry.name));
      return `${entry.name}\n${(entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')}`;
    })
    .join('\n');
}

const rawFiles = (data: string) => {
  try {
    return readdirSync(path.join(data, 'raw/imports'));
  } catch {
    return [];
  }
};

let number = 0;
const secret = (what: string) => `private-${what}-${++number}`;
const when = () => `2025-0${1 + (number % 9)}-1${number++ % 9} 0${number % 9}:11:5${number % 9}`;

/** Every string in it is found by its own: what is private, and what may be kept. */
function privateFile() {
  number = 0;
  const list = (what: string) =>
    Array.from({ length: 20 }, () => ({ Date: when(), [secret('key')]: secret(what), Link: secret('link') }));
  return {
    Comment: { Comments: { CommentsList: list('comment') } },
    'Direct Message': { 'Direct Messages': { ChatHistory: { [secret('friend')]: list('message') } } },
    'Likes and Favorites': { 'Like List': { ItemFavoriteList: list('like') } },
    Post: {
      Posts: {
        VideoList: [
          {
            Date: '2026-01-31 12:34:56',
            Likes: '12',
            Link: secret('signed'),
            Location: secret('place'),
            Title: 'kept title',
          },
          {
            Date: 'broken',
            Likes: '12',
            Link: secret('signed'),
            Location: secret('place'),
            AlternateText: secret('text'),
          },
        ],
      },
      'Recently Deleted Posts': { PostList: list('deleted') },
    },
    'Profile And Settings': {
      Autofill: { PhoneNumber: secret('phone'), Email: secret('mail') },
      'Block List': { BlockList: list('blocked') },
      'Profile Info': {
        ProfileMap: {
          ...{ userName: 'owner', followerCount: 3, followingCount: 4, likesReceived: '5' },
          ...{ emailAddress: secret('mail'), birthDate: secret('birth'), bioDescription: secret('bio') },
        },
      },
      Follower: {
        FansList: [
          { Date: '2026-01-30 10:20:30', UserName: secret('fan') },
          { Date: 'broken', UserName: secret('fan') },
        ],
      },
      Following: { Following: list('followed') },
    },
    'Your Activity': {
      'Watch History': { VideoList: list('watched') },
      Searches: { SearchList: list('search') },
    },
  };
}

/** Every key and text of a value that stands below a section. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)]);
}

describe('"Download your data"', () => {
  const content = privateFile();
  const text = JSON.stringify(content, null, 1);
  const privates = [
    ...new Set(
      textsOf(content).filter((each) => each.startsWith('private-') || /^2025-\d\d-\d\d \d/.test(each)),
    ),
  ];

  test('leaves nothing private under the data root, whether it comes by itself or in an archive', async () => {
    expect(privates.length).toBeGreaterThan(300);
    for (const name of ['user_data_tiktok.json', 'TikTok_Data_1772236800.zip']) {
      const data = path.join(temporaryFolder(), 'data');
      const bytes = name.endsWith('.zip') ? zipOf([{ name: 'user_data_tiktok.json', bytes: text }]) : text;
      const summary = await run(data, [file(name, bytes)], { at: '2026-02-28' });
      // Two posts, one profile, one day on which somebody joined, and the followers without a day.
      expect(summary).toMatchObject({ read: 5, stored: 3, duplicates: 0, rejected: 2 });
      expect(summary.files[0]?.notes?.join()).toMatch(/nothing else in it was read or kept/);
      const kept = everythingUnder(path.dirname(data));
      expect(privates.filter((each) => kept.includes(each))).toEqual([]);
      expect(kept).toMatch(/kept title/);
      expect(rawFiles(data)).toEqual([]);
      expect(await readTable('owner_follower_joins', { data })).toMatchObject([
        { day: '2026-01-30', followers: 1 },
      ]);
      const again = await run(data, [file(name, bytes)], { at: '2026-02-28' });
      expect(again).toMatchObject({ read: 5, stored: 0, duplicates: 3, rejected: 2 });
    }
  });

  test('of an archive that also holds other files only those are kept', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const series = 'date,username,followers\n2026-01-05,a,1\n';
    const archive = zipOf([
      { name: 'series.csv', bytes: series },
      { name: 'user_data.json', bytes: text },
    ]);
    await run(data, [file('mine.zip', archive)], { at: '2026-02-28' });
    const [kept, ...more] = rawFiles(data);
    expect(more).toEqual([]);
    expect(gunzipSync(readFileSync(path.join(data, 'raw/imports', String(kept)))).toString()).toBe(series);
  });

  test('is refused where it lies in the data folder', async () => {
    const data = path.join(temporaryFolder(), 'data');
    mkdirSync(data);
    await expect(run(data, [file('user_data.json', text, data)], { at: '2026-02-28' })).rejects.toMatchObject(
      {
        code: 'private_file',
        exitCode: 2,
        hint: expect.stringMatching(/Move it out/),
      },
    );
  });

  test('a dry run counts the same and writes nothing', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const summary = await run(data, [file('user_data.json', text)], { at: '2026-02-28' }, { dryRun: true });
    expect(summary).toMatchObject({ read: 5, stored: 3, rejected: 2 });
    expect(rawFiles(data)).toEqual([]);
    expect(await readTable('owner_post', { data })).toEqual([]);
  });
});

describe('archives and workbooks', () => {
  const overview = '"Date","Video Views","Profile Views"\n"February 27","5","4"';
  const gender = '"Gender","Distribution"\n"Female","0.59"\n"Male","0.41"';

  test('the download of an export is one archive, kept once, with a line for each file in it', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const bytes = zipOf([
      { name: 'Overview.csv', bytes: overview },
      { name: 'FollowerGender.csv', bytes: gender },
    ]);
    const name = 'Overview_2025-02-28_1772236800_creator.zip';
    const summary = await run(data, [file(name, bytes)]);
    expect(summary).toMatchObject({ read: 3, stored: 3, duplicates: 0, rejected: 0 });
    expect(summary.files.map((each) => [each.file, each.kind])).toEqual([
      [`${name}/Overview.csv`, 'studio-overview'],
      [`${name}/FollowerGender.csv`, 'studio-audience'],
    ]);
    const [kept, ...more] = rawFiles(data);
    expect([kept?.endsWith('.zip.gz'), more]).toEqual([true, []]);
    expect(gunzipSync(readFileSync(path.join(data, 'raw/imports', String(kept)))).equals(bytes)).toBe(true);
    const again = await run(data, [file(name, bytes)]);
    expect(again).toMatchObject({ stored: 0, duplicates: 3 });
  });

  test('a member that cannot be imported stops the whole import, named', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const bytes = zipOf([
      { name: 'Overview.csv', bytes: overview },
      { name: 'notes/readme.csv', bytes: 'colour,taste\nred,sweet\n' },
    ]);
    const failure = run(data, [file('a.zip', bytes)], { account: '@a', at: '2026-02-28' });
    await expect(failure).rejects.toMatchObject({
      code: 'unknown_kind',
      exitCode: 2,
      message: expect.stringMatching(/a\.zip\/notes\/readme\.csv/),
    });
    expect(rawFiles(data)).toEqual([]);
  });
});
