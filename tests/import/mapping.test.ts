import { describe, expect, test } from 'vitest';
import { checkMapping, readMapping } from '../../lib/import/mapping.ts';
import { importText, rowsOf, writeTemporary } from './import-text.ts';

const imported = (text: string, mapping: unknown, raw = {}, name = 'table.csv') =>
  importText(text, raw, name, { mapping: checkMapping(mapping, 'map.json') });

describe('a mapping file', () => {
  test('says for each column what it holds: format, zone, language of numbers, unit, constant', async () => {
    const result = await imported(
      'Tidspunkt;Konto;Følgere (tusind);Hjerter\n05.01.2026 00:30;Danmarks NASA;12,3;1.234\n05.07.2026 00:30;Danmarks NASA;13;2.345\n',
      {
        kind: 'account-series',
        columns: {
          Tidspunkt: { field: 'observed_at', format: 'DD.MM.YYYY HH:mm', zone: 'Europe/Copenhagen' },
          Konto: 'handle',
          'Følgere (tusind)': { field: 'followers', numbers: 'da', unit: 1000 },
          Hjerter: { field: 'likes', numbers: 'da' },
        },
        accounts: { 'Danmarks NASA': 'nasa.dk' },
        constants: { region: 'DK' },
      },
    );
    expect(result.refused).toEqual([]);
    // Copenhagen is one hour ahead of UTC in January and two in July.
    expect(rowsOf(result, 'account')).toMatchObject([
      {
        handle: 'nasa.dk',
        observed_at: '2026-01-04T23:30:00Z',
        time_precision: 'instant',
        followers: 12_300,
        followers_step: 100,
        likes: 1_234,
      },
      { observed_at: '2026-07-04T22:30:00Z', followers: 13_000, followers_step: 1_000, likes: 2_345 },
    ]);
    expect(rowsOf(result, 'account_info')).toMatchObject([{ region: 'DK' }]);
  });

  test.each([
    ['YYYY年M月D日', '2026年1月5日', '2026-01-05T12:00:00Z'],
    ['D/M/YY', '5/1/26', '2026-01-05T12:00:00Z'],
    ['DD-MMM-YYYY', '05-janv.-2026', '2026-01-05T12:00:00Z'],
    ['D. MMMM YYYY', '5. März 2026', '2026-03-05T12:00:00Z'],
    ['MM/DD/YYYY h:mm A', '01/05/2026 12:05 a.m.', '2026-01-05T00:05:00Z'],
    ['YYYY-MM-DD[T]HH:mm:ss.SSSZ', '2026-01-05T10:00:00.123+02:00', '2026-01-05T08:00:00Z'],
    ['X', '1767600000', '2026-01-05T08:00:00Z'],
    ['x', '1767600000000', '2026-01-05T08:00:00Z'],
  ])('reads dates as %s', async (format, date, at) => {
    const result = await imported(`when,handle,fans\n${date},a,1\n`, {
      kind: 'account-series',
      columns: { when: { field: 'observed_at', format }, handle: 'handle', fans: 'followers' },
    });
    expect(result.refused).toEqual([]);
    expect(rowsOf(result, 'account')).toMatchObject([{ observed_at: at }]);
  });

  test('takes a day and a time from two columns, and refuses a time that a zone leaves out', async () => {
    const result = await imported(
      'd,t,handle,fans\n29/03/2026,01:59,a,1\n29/03/2026,02:30,a,2\n25/10/2026,02:30,a,3\n',
      {
        kind: 'account-series',
        zone: 'Europe/Copenhagen',
        columns: {
          d: { field: 'observed_at', format: 'DD/MM/YYYY HH:mm', with: 't' },
          handle: 'handle',
          fans: 'followers',
        },
      },
    );
    expect(result.refused).toEqual(['3 impossible_date']);
    // Of 02:30, which comes twice when the clocks go back, the first.
    expect(rowsOf(result, 'account').map((row) => row['observed_at'])).toEqual([
      '2026-03-29T00:59:00Z',
      '2026-10-25T00:30:00Z',
    ]);
  });

  test('refuses cells by their rule, and shows those of the file', async () => {
    const result = await imported('when,who,fans\n05.13.2026,a,1\n05.01.2026,a,many\n05.01.2026,../a,1\n', {
      kind: 'account-series',
      columns: { when: { field: 'observed_at', format: 'DD.MM.YYYY' }, who: 'handle', fans: 'followers' },
    });
    expect(result.refused).toEqual(['2 impossible_date', '3 not_a_count', '4 bad_handle']);
    const [first, , last] = result.rows;
    expect(first && 'refused' in first && first.refused.values).toEqual({
      when: '05.13.2026',
      who: 'a',
      fans: '1',
    });
    expect(last && 'refused' in last && last.refused.values).toMatchObject({ who: '../a' });
  });

  test('names the accounts of a table with a column for each', async () => {
    const result = await imported(
      'DATE,VICTORIA,FCN-NACION\n28/04/2023,178000,30000\n',
      { accounts: { VICTORIA: 'one.handle', 'FCN-NACION': 'other.handle' }, metric: 'followers' },
      {},
      'numbers.csv',
    );
    expect(rowsOf(result, 'account').map((row) => [row['handle'], row['followers']])).toEqual([
      ['one.handle', 178_000],
      ['other.handle', 30_000],
    ]);
  });

  test('makes posts, hashtags and sounds as well', async () => {
    const posts = await imported(
      'Verweis,Abrufe\nhttps://www.tiktok.com/@a/video/7493099446142520594,"1,5 Mio."\n',
      {
        kind: 'post-table',
        columns: { Verweis: 'url', Abrufe: 'views' },
        constants: { observed_at: '2026-01-05' },
      },
    );
    expect(rowsOf(posts, 'post')).toMatchObject([
      {
        post_id: '7493099446142520594',
        views: 1_500_000,
        views_step: 100_000,
        observed_at: '2026-01-05T12:00:00Z',
      },
    ]);
    const tags = await imported('Kennung,Wort,Abrufe,Tag\n42,tanz,7,2026-01-05\n', {
      kind: 'hashtag-series',
      columns: { Kennung: 'id', Wort: 'name', Abrufe: 'views', Tag: 'observed_at' },
    });
    expect(rowsOf(tags, 'hashtag')).toMatchObject([{ id: '42', name: 'tanz', views: 7 }]);
  });

  test('what the person says on the command line comes first', async () => {
    const text = 'date;handle;followers\n2026-01-05;a;1.234\n';
    const mapping = { numbers: 'en' };
    expect((await imported(text, mapping)).refused).toEqual(['2 not_a_count']);
    expect(rowsOf(await imported(text, mapping, { numbers: 'de' }), 'account')).toMatchObject([
      { followers: 1_234 },
    ]);
  });

  test('that names a column which is not there is an error with the columns that are', async () => {
    const mapping = { kind: 'account-series', columns: { Fans: 'followers', Wer: 'handle' } };
    await expect(imported('when,who,fans\n1,2,3\n', mapping, { at: '2026-01-05' })).rejects.toMatchObject({
      code: 'missing_column',
      exitCode: 2,
      message: expect.stringContaining('"Wer"'),
      hint: expect.stringContaining('"who"'),
    });
  });
});

test('topics by a mapping that names no column of their names', async () => {
  const text = 'Tag,when,seen\n4245066,2026-01-01,5\n';
  const columns = { when: 'observed_at', seen: 'views' };
  const named = await imported(text, { kind: 'hashtag-series', columns: { ...columns, Tag: 'id' } });
  expect(rowsOf(named, 'hashtag')).toMatchObject([{ id: '4245066', name: null, views: 5 }]);
});

describe('a mapping file that is wrong says where', () => {
  test.each([
    ['[1]', /the file/],
    ['{"columns": {"a": "followers"}}', /"kind" is missing/],
    ['{"kind": "nonsense"}', /"kind"/],
    ['{"kind": "account-series", "columns": {"a": "fans"}}', /"columns" → "a".*followers/],
    ['{"kind": "account-series", "columns": {"a": "views"}}', /account-series has no views/],
    [
      '{"kind": "account-series", "columns": {"a": {"field": "followers", "unit": 12}}}',
      /"unit".*power of ten/,
    ],
    ['{"kind": "account-series", "columns": {"a": {"field": "followers", "colour": 1}}}', /no "colour"/],
    [
      '{"kind": "account-series", "columns": {"a": {"field": "followers", "format": "DD/MM/YYYY"}}}',
      /no date/,
    ],
    ['{"kind": "account-series", "columns": {"a": {"field": "observed_at", "format": "HH:mm"}}}', /year/],
    [
      '{"kind": "account-series", "columns": {"a": {"field": "observed_at", "zone": "Mars/Base"}}}',
      /time zone/,
    ],
    ['{"kind": "account-series", "columns": {"a": "handle"}}', /no column holds followers/],
    ['{"kind": "post-table", "columns": {"a": "views"}}', /post_id or url/],
    ['{"kind": "account-series", "columns": {"a": "followers"}, "constants": {"followers": "1"}}', /both/],
    ['{"accounts": {"a": "not a handle"}}', /no handle/],
    ['{"numbers": "no language"}', /no language/],
    ['{"zone": 5, "surprise": true}', /"zone".*surprise/s],
    ['{"kind": ', /not JSON/],
  ])('%s', async (text, message) => {
    const file = await writeTemporary('map.json', text);
    await expect(readMapping(file)).rejects.toMatchObject({
      code: 'bad_map',
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  test('or that it is not there', async () => {
    await expect(readMapping('none/map.json')).rejects.toMatchObject({ code: 'no_such_file' });
  });
});
