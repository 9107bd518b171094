import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkLinks } from '../../lib/operate/links.ts';
import { hostile } from './ledger.ts';
import { sharedSite } from './shared.ts';

let site: Awaited<ReturnType<typeof sharedSite>>;
const html = (page: string) => readFile(site.file(page), 'utf8');
const words = (text: string) => text.replace(/\s+/g, ' ').trim();

beforeAll(async () => {
  site = await sharedSite();
}, 180_000);

async function htmlFiles(): Promise<string[]> {
  const entries = await readdir(site.out, { recursive: true });
  // An embedded chart is a part of a page; tests/site/charts.test.ts looks at it.
  return entries.filter((file) => file.endsWith('.html') && !file.startsWith(`embed${path.sep}`));
}

describe('every page', () => {
  test('has links and anchors that lead somewhere', async () => {
    const report = await checkLinks(site.out, '/');
    expect(report.broken).toEqual([]);
    expect(report.links).toBeGreaterThan(50);
  });

  test('holds nothing inline, one style sheet, a script of its own, one for charts and one for inputs, under a strict policy', async () => {
    for (const file of await htmlFiles()) {
      const $ = load(await html(file));
      expect($('style, [style], script:not([src])').length, file).toBe(0);
      expect($('[onclick], [onerror], [onload]').length, file).toBe(0);
      expect($('link[rel="stylesheet"]').length, file).toBe(1);
      const kinds = ['body', '.chart-frame', '.control'].filter((kind) => $(kind).length > 0);
      expect($('script').length, file).toBeLessThanOrEqual(kinds.length);
      const loaded = $('script, link[rel="stylesheet"], link[rel="icon"], img')
        .toArray()
        .map((element) => $(element).attr('src') ?? $(element).attr('href') ?? '');
      expect(
        loaded.every((url) => url.startsWith('/')),
        file,
      ).toBe(true);
      const policy = $('meta[http-equiv="content-security-policy"]').attr('content') ?? '';
      expect(policy, file).toContain("default-src 'self'");
      expect(policy, file).not.toContain('unsafe');
    }
  });

  test('has a title, a description, one main heading, a skip link that works, freshness and a foot', async () => {
    for (const file of await htmlFiles()) {
      const $ = load(await html(file));
      expect($('html').attr('lang'), file).toBe('en');
      expect(words($('title').text()), file).not.toBe('');
      expect($('meta[name="description"]').attr('content'), file).toBeTruthy();
      expect($('h1').length, file).toBe(1);
      expect($($('.skip').attr('href')).length, file).toBe(1);
      expect(words($('.strip').text()), file).toContain(
        'Observed 21 November 2026, 03:15 UTC, 3 of 4 accounts',
      );
      expect(words($('footer').text()), file).toContain('As of 22 November 2026, 06:15 UTC');
      const ids = $('[id]')
        .toArray()
        .map((element) => $(element).attr('id'));
      expect(new Set(ids).size, file).toBe(ids.length);
    }
  });

  test('says nothing of simulation where nothing is simulated', async () => {
    for (const file of await htmlFiles()) expect(await html(file), file).not.toMatch(/simulated data/i);
  });

  test('keeps hostile text as text', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    expect(words($('h1').text())).toBe(hostile);
    expect($('.bio').text().trim()).toBe(hostile);
    expect($('.posts').text()).toContain(hostile);
    for (const file of await htmlFiles()) {
      const page = load(await html(file));
      expect(page('img').length, file).toBe(0);
      expect(page('a[href^="javascript"]').length, file).toBe(0);
    }
  });
});

describe('an account page', () => {
  test('says who, how many, what changed, whether that is unusual and how old it is', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    const tiles = $('.tile')
      .toArray()
      .map((tile) => words($(tile).text()));
    // Day 364 of the year: 1,240,000 + 3,640 + 7 · (364 mod 3) − 500; a week before, 1,240,000 + 3,570 + 0 − 500.
    expect(tiles[0]).toBe('Followers 1.24M 1,243,147 exactly');
    expect(tiles[1]).toBe('7 days +77 +0.006% of 1.24M');
    expect(words($('.byline').text())).toContain('@long_year.a');
    expect(words($('.byline').text())).toContain('observed 21 November 2026, 03:15 UTC');
    expect(words($('.verdict').text())).toMatch(/usual/i);
  });

  test('draws followers, net, its calendar, the forecast, likes and posts by age, each with its data', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    const newestRow: Record<string, string> = {};
    for (const figure of $('figure').toArray()) {
      expect($(`#${$(figure).attr('aria-labelledby')}`).text()).not.toBe('');
      expect($(figure).find('svg[role="img"]').first().attr('aria-label')).toBeTruthy();
      newestRow[$(figure).attr('id') ?? ''] = $(figure).find('tbody th[scope="row"]').first().text();
    }
    expect(newestRow).toEqual({
      'line-followers-1001': '2026-11-21',
      'delta-followers-1001': '2026-11-21',
      'calendar-followers-net-1001': '2026-11-21',
      // 28 days ahead.
      'fan-followers-1001': '2026-12-19',
      'line-likes-1001': '2026-11-21',
      'growth-views-1001': '1 hour',
    });
    expect($('figure').first().find('tbody tr').length).toBe(365);
  });

  test('says how often bands of its forecast held, and compares the newest post at equal age', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    expect(words($('#fan-followers-1001 .notes').text())).toMatch(
      /as wide as the model’s errors on past Sundays were\. ?On \d+ past Sundays the 80% band that the model expects of itself would have held/,
    );
    // Whichever model it was: theta, while the chart is of another.
    expect(words($('#fan-followers-1001 .notes').text())).toContain(
      'Of what was put on record and has come, the 80% band held 100% of what came 7 days ahead (the 95% band 100%) (1 forecast).',
    );
    // Posts 2 to 59 had 2,000 to 59,000 views at a day: the others' median is that of 3,000 to 59,000.
    expect(words($('#growth-views-1001 .title').text())).toContain(
      'Post of 19 Nov: 2,000 views at 1 day, 0.06 times the median of 57 others',
    );
  });

  test('says why followers are not forecast', async () => {
    const $ = load(await html('accounts/one.day/'));
    expect($('[id^="fan-"]').length).toBe(0);
    expect(words($('main').text())).toMatch(/Followers are not forecast, because/);
  });

  test('shows the gap as a gap, in the table and among the events', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    const row = $('figure')
      .first()
      .find('tbody tr')
      .toArray()
      .find((tr) => $(tr).find('th').text() === '2026-03-05');
    expect($(row).text()).toContain('–');
    expect(words($('main').text())).toContain('Not observed for 6 days');
    expect(words($('main').text())).toContain('Renamed from @earlier_name to @long_year.a');
  });

  test('lists the newest fifty posts, an uncounted number as a dash, a rounded one as about', async () => {
    const $ = load(await html('accounts/long_year.a/'));
    const rows = $('.posts tbody tr').toArray();
    expect(rows.length).toBe(50);
    expect(words($('.posts caption').text())).toContain('The newest 50 of 60 posts');
    expect(words($(rows[0]).text())).toContain('About 44.8K');
    expect(words($(rows[0]).text())).toContain('–');
    expect(words($(rows[1]).text())).toContain('A video without text');
    expect($(rows[3]).find('a').attr('href')).toMatch(
      /^https:\/\/www\.tiktok\.com\/@long_year\.a\/photo\/\d+$/,
    );
    expect($(rows[0]).find('a').attr('rel')).toBe('nofollow noopener ugc');
    expect(words($(rows[4]).text())).toContain('not found');
  });

  test('links only to http addresses, and says when a link is none', async () => {
    const bad = load(await html('accounts/long_year.a/'));
    expect(bad('.facts').text()).toContain('javascript:alert(3)');
    const good = load(await html('accounts/rounded/'));
    const link = good('.facts a').first();
    expect(link.attr('href')).toBe('https://example.org/tickets');
    expect(link.attr('rel')).toBe('nofollow noopener ugc');
  });

  test('never gives a rounded count more digits than it has', async () => {
    const $ = load(await html('accounts/rounded/'));
    expect(words($('.tile.lead').text())).toBe('Followers About 1.24M rounded at the source');
  });

  test('explains a first day and a private account instead of showing empty charts', async () => {
    const first = load(await html('accounts/one.day/'));
    expect(first('figure').length).toBe(0);
    expect(words(first('main').text())).toContain('there is one so far');
    expect(words(first('.tiles').text())).toContain('it is known only since 21 November 2026');
    const gone = load(await html('accounts/gone_private/'));
    expect(words(gone('.status').text())).toMatch(/private/);
    expect(words(gone('.tiles').text())).toContain('not known');
  });

  test('weighs at most 60 kB with its style sheet, gzipped, and loads at most 4 kB of script', async () => {
    const page = await html('accounts/long_year.a/');
    const $ = load(page);
    const sizeOf = async (url: string | undefined) =>
      gzipSync(await readFile(path.join(site.out, url ?? 'missing'))).length;
    const style = await sizeOf($('link[rel="stylesheet"]').attr('href'));
    expect(gzipSync(page).length + style).toBeLessThan(60_000);
    const script = await sizeOf($('script').attr('src'));
    expect(script).toBeGreaterThan(100);
    expect(script).toBeLessThan(4_000);
  });
});

describe('the overview', () => {
  test('leads with the week, and adds up only what is known', async () => {
    const $ = load(await html(''));
    // The rounded account moved by one step: that may be rounding alone.
    expect(words($('h1').text())).toBe('The one account with a known week gained followers in seven days');
    expect(words($('.tiles').text())).toContain('2 accounts of 4');
    expect($('.accounts tbody tr').length).toBe(4);
    expect(words($('.movers').first().text())).toContain('@long_year.a');
  });
});

describe('the data pages', () => {
  test('serve the very bytes of the ledger, and nothing that is private', async () => {
    for (const file of [
      'datapackage.json',
      'derived/v1/summary/summary.csv',
      'clean/v1/account/2026/11/2026-11-21.csv',
    ])
      expect(await readFile(site.file(`data/${file}`)), file).toEqual(
        await readFile(path.join(site.data, file)),
      );
    const served = await readdir(path.join(site.out, 'data'), { recursive: true });
    expect(served.filter((file) => /raw|rejected|state\.json/.test(file))).toEqual([]);
  });

  test('print every column of every table', async () => {
    const $ = load(await html('data/'));
    expect($('#account_daily tbody tr').length).toBeGreaterThan(15);
    expect(words($('#account tbody').text())).toContain('Accounts that follow this one.');
    expect($('#account a[download]').length).toBeGreaterThan(300);
  });

  test('list what the checks found', async () => {
    const $ = load(await html('data/health/'));
    expect(words($('h1').text())).toBe('The data checks found 1 warning');
    expect($('main').text()).toContain(hostile);
  });
});
