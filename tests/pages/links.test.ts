import { describe, expect, test } from 'vitest';
import { groupFiles, sizeOf } from '../../pages/_data/downloads.ts';
import { outside } from '../../pages/_data/links.ts';
import { bodyRows } from '../../pages/_data/table-html.ts';

describe('outside', () => {
  test('passes http and https, and puts https before a bare host', () => {
    expect(outside('https://example.org/a?b=1')).toBe('https://example.org/a?b=1');
    expect(outside('http://example.org')).toBe('http://example.org/');
    expect(outside('example.org/tickets')).toBe('https://example.org/tickets');
  });

  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'https://user@evil.example',
    'not a link',
    '',
  ])('refuses %j', (url) => expect(outside(url)).toBeNull());

  test('has nothing to say about nothing', () => expect(outside(null)).toBeNull());
});

describe('bodyRows', () => {
  test('writes numbers grouped, nothing as a dash, and text escaped', () => {
    expect(
      bodyRows(
        [{ numeric: false }, { numeric: true }, { numeric: false }],
        [['2026-11-21', 1243906, `<b a="'">&`]],
      ),
    ).toBe('<tr><th scope=row>2026-11-21<td class=n>1,243,906<td>&lt;b a=&quot;&#39;&quot;&gt;&amp;');
    expect(
      bodyRows(
        [{ numeric: false }, { numeric: true }],
        [
          ['2026-11-20', null],
          ['2026-11-19', 0],
        ],
      ),
    ).toBe('<tr><th scope=row>2026-11-20<td class=n>–<tr><th scope=row>2026-11-19<td class=n>0');
  });
});

describe('groupFiles', () => {
  test('puts day files under their table and month, newest first, and keeps the others apart', () => {
    const { single, byTable } = groupFiles([
      { path: 'datapackage.json', bytes: 5 },
      { path: 'clean/v1/account/2026/10/2026-10-31.csv', bytes: 1 },
      { path: 'clean/v1/account/2026/11/2026-11-01.csv', bytes: 2 },
      { path: 'clean/v1/account/2026/11/2026-11-02.csv', bytes: 3 },
      { path: 'clean/v1/account/2026/11/manifest.json', bytes: 4 },
      { path: 'derived/v1/summary/summary.csv', bytes: 6 },
    ]);
    expect(single.map(({ path }) => path)).toEqual(['datapackage.json']);
    const months = byTable.get('account') ?? [];
    expect(months.map(({ month, bytes }) => [month, bytes])).toEqual([
      ['2026-11', 9],
      ['2026-10', 1],
    ]);
    expect(months[0]?.files.map(({ label }) => label)).toEqual(['manifest.json', '02', '01']);
    expect(byTable.get('summary')?.[0]).toMatchObject({ month: null, bytes: 6 });
  });
});

describe('sizeOf', () => {
  test('counts in thousands of bytes', () => {
    expect([0, 986, 1000, 12_345, 999_499, 999_500, 1_240_000].map(sizeOf)).toEqual([
      '0 B',
      '986 B',
      '1 kB',
      '12 kB',
      '999 kB',
      '1.0 MB',
      '1.2 MB',
    ]);
  });
});
