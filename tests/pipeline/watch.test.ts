import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../lib/errors.ts';
import { readThing, watchAdd, watchList, watchRemove } from '../../lib/pipeline/watch.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';

const id = '7300000000000000001';

describe('what a person means by a thing to watch', () => {
  test.each([
    ['@nasa', 'account', 'nasa'],
    ['nasa', 'account', 'nasa'],
    [' @NASA \n', 'account', 'nasa'],
    ['@some.one_1', 'account', 'some.one_1'],
    ['tiktok', 'account', 'tiktok'],
    ['https://www.tiktok.com/@nasa', 'account', 'nasa'],
    ['https://www.tiktok.com/@nasa/', 'account', 'nasa'],
    ['https://www.tiktok.com/@NASA?lang=en&_t=8abc', 'account', 'nasa'],
    ['http://m.tiktok.com/@nasa#top', 'account', 'nasa'],
    ['tiktok.com/@nasa', 'account', 'nasa'],
    ['HTTPS://WWW.TIKTOK.COM/@nasa', 'account', 'nasa'],
    ['https://www.tiktok.com/%40nasa', 'account', 'nasa'],
    [`https://www.tiktok.com/@nasa/video/${id}`, 'post', id],
    [`https://www.tiktok.com/@nasa/photo/${id}?is_from_webapp=1`, 'post', id],
    [`www.tiktok.com/@nasa/video/${id}/`, 'post', id],
    ['#Space', 'hashtag', 'space'],
    ['#カラオケ', 'hashtag', 'カラオケ'],
    ['https://www.tiktok.com/tag/Space', 'hashtag', 'space'],
    ['https://www.tiktok.com/tag/%E3%82%AB%E3%83%A9', 'hashtag', 'カラ'],
    [`https://www.tiktok.com/music/original-sound-${id}`, 'sound', id],
    [`https://www.tiktok.com/music/${id}`, 'sound', id],
  ])('%s is the %s %s', (text, kind, key) => {
    expect(readThing(text)).toEqual({ kind, key });
  });

  test.each([
    '',
    '@',
    '@@nasa',
    '..',
    '@..',
    '.',
    '../../etc/passwd',
    '@../../etc',
    'a/b',
    '@a/b',
    'a\\b',
    'na sa',
    'nasa,other',
    '"nasa"',
    '=cmd()',
    'a\0b',
    `@${'x'.repeat(33)}`,
    '#',
    '#two words',
    '#a/b',
    'https://www.tiktok.com/',
    'https://www.tiktok.com/foryou',
    'https://www.tiktok.com/@',
    'https://www.tiktok.com/@..',
    'https://www.tiktok.com/@a%2Fb',
    'https://www.tiktok.com/@%2e%2e',
    'https://www.tiktok.com/@nasa/video/abc',
    'https://www.tiktok.com/@nasa/video/123456789012345678901',
    'https://www.tiktok.com/@nasa/live',
    'https://example.com/@nasa',
    'https://tiktok.com.example.com/@nasa',
    'https://example.com/?u=https://www.tiktok.com/@nasa',
    'javascript:alert(1)',
    'file:///etc/passwd',
    id.repeat(3),
  ])('%j is refused', (text) => {
    expect(() => readThing(text)).toThrow(InputError);
  });
});

describe('the watchlist', () => {
  test('takes things with details, tells what it knew, and keeps its order', async () => {
    const data = temporaryFolder();
    expect(
      await watchAdd(data, ['@b', '#tag'], { zone: 'Europe/Paris', tags: 'x y', note: 'a, "b"' }),
    ).toEqual({
      added: ['b', 'tag'],
      known: [],
    });
    expect(await watchAdd(data, ['@a', '@B', '@a'], { cadence: '1d', follow_days: '30' })).toEqual({
      added: ['a'],
      known: ['b', 'a'],
    });
    expect(
      (await watchList(data)).map(({ kind, key, zone, cadence, follow_days, tags, note }) =>
        [kind, key, zone, cadence, follow_days, tags, note].join('|'),
      ),
    ).toEqual([
      'account|b|Europe/Paris|||x y|a, "b"',
      'hashtag|tag|Europe/Paris|||x y|a, "b"',
      'account|a||1d|30||',
    ]);
    expect(readFileSync(path.join(data, 'watchlist.csv'), 'utf8').split('\n')[0]).toBe(
      'kind,key,zone,cadence,follow_days,tags,note',
    );
  });

  test.each([
    [{ zone: 'Mars/Olympus' }, 'zone'],
    [{ cadence: 'daily' }, 'cadence'],
    [{ follow_days: '-1' }, ''],
  ])('a detail that cannot be (%j) changes nothing', async (details, said) => {
    const data = temporaryFolder();
    await watchAdd(data, ['@a']);
    const before = treeOf(data);
    await expect(watchAdd(data, ['@b'], details)).rejects.toThrow(InputError);
    await expect(watchAdd(data, ['@b'], details)).rejects.toThrow(said);
    expect(treeOf(data)).toEqual(before);
  });

  test('removes all or nothing', async () => {
    const data = temporaryFolder();
    await watchAdd(data, ['@a', '@b', '#a']);
    await expect(watchRemove(data, ['@a', '@c'])).rejects.toMatchObject({ code: 'not_watched', exitCode: 2 });
    expect((await watchList(data)).map((entry) => entry.key)).toEqual(['a', 'b', 'a']);
    expect(await watchRemove(data, ['@A'])).toEqual(['a']);
    expect((await watchList(data)).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'account b',
      'hashtag a',
    ]);
  });

  test('a line edited by hand into something that cannot be is told with its place', async () => {
    const data = temporaryFolder();
    const text = 'kind,key,zone,cadence,follow_days,tags,note\naccount,nasa,,,,,\naccount,a/b,,,,,\n';
    writeFileSync(path.join(data, 'watchlist.csv'), text);
    await expect(watchList(data)).rejects.toThrow(/watchlist\.csv, entry 2: key is not a handle.*"a\/b"/);
    await expect(watchAdd(data, ['@c'])).rejects.toThrow(InputError);
    expect(treeOf(data)).toEqual({ 'watchlist.csv': text });
  });

  test('a file that a spreadsheet saved (mark, CRLF, blank lines, spaces) is read', async () => {
    const data = temporaryFolder();
    writeFileSync(
      path.join(data, 'watchlist.csv'),
      '\uFEFFkind, key,zone,cadence,follow_days,tags,note\r\naccount, nasa ,UTC,1d,,,\r\n,,,,,,\r\n\r\n',
    );
    expect(await watchList(data)).toMatchObject([
      { kind: 'account', key: 'nasa', zone: 'UTC', cadence: '1d' },
    ]);
  });
});
