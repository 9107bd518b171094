import { describe, expect, test } from 'vitest';
import { decide, groupReasons, hashRoute, reasons, type SiteCode } from '../../../lib/operate/site/plan.ts';
import type { BuildRecord } from '../../../lib/operate/site/record.ts';
import { cutUnits } from '../../../lib/operate/site/render-pages.ts';
import { fileOf, type SitePath } from '../../../lib/operate/site/renderer.ts';

const route = 'pages/accounts/[handle].astro';
const code: SiteCode = {
  sources: { modules: { [route]: 'a', 'lib/format.ts': 'b' }, routes: { [route]: [0, 1] } },
  assets: ['_astro/page.1.css'],
};
const codeOf = (of = code) => hashRoute(of, route);
const at: SitePath = {
  route,
  pathname: '/accounts/x/',
  file: 'accounts/x/index.html',
  cacheKey: 'days:1 posts:2',
  only: false,
};
const stamp = { bytes: 1, changedMs: 1 };
const before = {
  ...code,
  surroundings: 's',
  charts: 'c',
  pages: {
    [at.file]: { route, key: 'days:1 posts:2', code: codeOf(), stamp, marked: true, links: null, made: {} },
  },
} as unknown as BuildRecord;
const now = { ...code, surroundings: 's', charts: 'c', codeOf: () => codeOf() };

describe('decide', () => {
  test('reuses a page of the same key and code whose file is as it was', () => {
    expect(decide(at, now, before, () => true)).toBeNull();
    expect(decide(at, now, before, () => false)).toBe(reasons.file);
  });

  test('says what is behind a page that has to be rendered', () => {
    const why = (path: SitePath, with_ = now, record: BuildRecord | null = before) =>
      decide(path, with_, record, () => true);
    expect(why(at, now, null)).toBe(reasons.first);
    expect(why({ ...at, file: 'accounts/y/index.html' })).toBe(reasons.added);
    expect(why({ ...at, cacheKey: 'days:9 posts:2' })).toBe('days changed');
    expect(why({ ...at, cacheKey: undefined })).toBe(reasons.always);
    expect(why(at, { ...now, surroundings: 't' })).toBe(reasons.surroundings);
    expect(why(at, { ...now, charts: 'd' })).toBeNull();
    const [page] = Object.values(before.pages);
    const made = { 'c/x.csv': { from: 'f', stamp } };
    const withChart = { ...before, pages: { [at.file]: { ...page, made } } } as BuildRecord;
    expect(why(at, { ...now, charts: 'd' }, withChart)).toBe(reasons.charts);
  });

  test('names the modules that changed, and at most three of them', () => {
    const changed = (modules: Record<string, string>, assets: readonly string[] = code.assets) => {
      const next = {
        sources: { modules, routes: { [route]: Object.keys(modules).map((_, i) => i) } },
        assets,
      };
      return decide(
        at,
        { ...next, surroundings: 's', charts: 'c', codeOf: () => codeOf(next) },
        before,
        () => true,
      );
    };
    expect(changed({ [route]: 'a', 'lib/format.ts': 'c' })).toBe('lib/format.ts changed');
    expect(changed({ [route]: 'a', 'lib/a.ts': '1', 'lib/b.ts': '1', 'lib/c.ts': '1' })).toBe(
      'lib/a.ts, lib/b.ts, lib/c.ts and 1 more changed',
    );
    expect(changed(code.sources.modules, ['_astro/page.2.css'])).toBe(reasons.surroundings);
  });
});

test('groupReasons puts the reason of most pages first', () => {
  const other = { ...at, route: 'pages/index.astro', pathname: '' };
  expect(
    groupReasons([
      { at: other, reason: reasons.always, detail: null },
      { at, reason: 'days changed', detail: 'days 2026-06-29' },
      { at: { ...at, pathname: '/accounts/y/' }, reason: 'days changed', detail: null },
      { at: { ...at, pathname: '/accounts/z/' }, reason: null, detail: null },
    ]),
  ).toEqual([
    {
      routes: ['accounts/[handle]'],
      reason: 'days changed',
      pages: ['/accounts/x/', '/accounts/y/'],
      details: { '/accounts/x/': 'days 2026-06-29' },
    },
    { routes: ['index'], reason: 'rendered each time', pages: ['/'], details: {} },
  ]);
});

test('cutUnits keeps neighbours together, 32 at most, and the only page of a route apart', () => {
  const pages = [
    { ...at, route: 'pages/index.astro', only: true },
    ...Array.from({ length: 40 }, () => at),
    { ...at, route: 'pages/c.ts' },
  ];
  expect(cutUnits(pages)).toEqual({
    alone: [[0, 1]],
    shared: [
      [1, 33],
      [33, 41],
      [41, 42],
    ],
  });
});

test('fileOf names the file that serves a path', () => {
  expect(['', '/', '/404', '/accounts/a.b/', '/data'].map((pathname) => fileOf(pathname, 'page'))).toEqual([
    'index.html',
    'index.html',
    '404.html',
    'accounts/a.b/index.html',
    'data/index.html',
  ]);
  expect(fileOf('/c/line.svg', 'endpoint')).toBe('c/line.svg');
});
