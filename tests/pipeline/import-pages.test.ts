import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { isObservation } from '../../lib/pipeline/judge.ts';
import type { Draft } from '../../lib/schema/draft.ts';
import type { TableName } from '../../lib/schema/index.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, file: string, said: RawImportOptions) =>
  importFiles(settingsFor(data), [file], readImportOptions(said, effects), undefined, effects);
function file(name: string, text: string): string {
  const at = path.join(temporaryFolder(), name);
  writeFileSync(at, text);
  return at;
}

/** The cases of cleaning in which a page was read: the same page, saved by a person, must come to the same rows. */
const cases = path.resolve(import.meta.dirname, '../fixtures/pages');
const readable = ['account', 'post', 'hashtag', 'sound'].flatMap((noun) =>
  readdirSync(path.join(cases, noun)).flatMap((carrier) =>
    readdirSync(path.join(cases, noun, carrier)).flatMap((name) => {
      const folder = path.join(cases, noun, carrier, name);
      const page = ['page.html', 'page.json'].map((each) => path.join(folder, each)).find(existsSync) ?? '';
      const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
        capture: { kind: string; subject?: string };
        cleaned: { outcome: string; drafts: Draft[] };
      };
      const drafts = expected.cleaned.drafts.filter(isObservation);
      return expected.cleaned.outcome === 'ok' && drafts.length > 0
        ? [{ name: `${noun}/${carrier}/${name}`, page, drafts, ...expected.capture }]
        : [];
    }),
  ),
);

/** Pages whose numbers `validate` does not believe, as the collector would not; and one that several posts stand in. */
const notStored = [
  'account/universal/all-zero',
  'account/universal/followers-zero',
  'account/universal/negative',
];

describe('saved pages of every carrier', () => {
  test(`${readable.length} pages are told apart by what is in them, and read as collected ones are`, async () => {
    expect(readable.length).toBeGreaterThan(60);
    const kinds = new Set<string>();
    for (const { name, page, drafts, kind, subject = '' } of readable) {
      const data = temporaryFolder();
      const said = {
        at: '2026-03-04T05:06:07Z',
        ...(/^(?:display|research)-/.test(kind) && subject ? { account: subject } : {}),
      };
      const summary = await run(data, page, said);
      expect(summary.files[0]?.kind, name).toBe(kind);
      kinds.add(kind);
      if (notStored.includes(name) || summary.stored === 0) {
        expect(summary.rejected, name).toBeGreaterThan(0);
        continue;
      }
      for (const table of new Set(drafts.map((draft) => draft.table))) {
        const rows = await readTable(table as TableName, { data });
        const asked = drafts.filter((draft) => draft.table === table);
        // The collector asks the Research API for the posts of one account; a file may hold those of others.
        if (kind === 'research-posts') expect(rows.length, name).toBeGreaterThanOrEqual(asked.length);
        else expect(rows.length, name).toBe(asked.length);
      }
    }
    expect([...kinds].sort()).toEqual([
      'account-page',
      'creator-embed',
      'display-posts',
      'display-user',
      'hashtag-embed',
      'hashtag-page',
      'post-embed',
      'post-page',
      'research-posts',
      'research-user',
      'sound-embed',
      'sound-page',
    ]);
  }, 60_000);
});

const gone =
  '{"__DEFAULT_SCOPE__":{"webapp.video-detail":{"itemInfo":{},"statusCode":10204,"statusMsg":"item doesn\'t exist"}}}';
const id = '7240000000000000001';

describe('the page of a post that is gone', () => {
  test.each([
    ['its address', 'gone.json', { post: `https://www.tiktok.com/@Clay.Workshop/video/${id}?lang=en` }],
    ['its id and account', 'gone.json', { post: id, account: '@clay.workshop' }],
    ['the file’s name, and the account', `${id}.json`, { account: '@clay.workshop' }],
  ])('is a row with its state where one says %s', async (_what, name, said) => {
    const data = temporaryFolder();
    expect(await run(data, file(name, gone), { at: '2026-09-22', ...said })).toMatchObject({
      read: 1,
      stored: 1,
    });
    expect(await readTable('post_info', { data })).toMatchObject([
      { post_id: id, account_id: 'handle:clay.workshop', status: 'not_found' },
    ]);
  });

  test('is refused where nobody says whose it is, and stops where nobody says which', async () => {
    const data = temporaryFolder();
    const summary = await run(data, file('gone.json', gone), { at: '2026-09-22', post: id });
    expect(summary).toMatchObject({ read: 1, stored: 0, rejected: 1 });
    expect(Object.values(treeOf(path.join(data, 'rejected'))).join()).toMatch(/--account @handle/);
    await expect(run(data, file('gone.json', gone), { at: '2026-09-22' })).rejects.toMatchObject({
      code: 'post_needed',
      hint: expect.stringMatching(/--post/),
    });
  });
});

describe('other answers', () => {
  test('oEmbed tells no counter: one refused row with the reason', async () => {
    const data = temporaryFolder();
    const text = `{"version":"1.0","type":"video","title":"x","author_unique_id":"clay.workshop","provider_name":"TikTok","embed_product_id":"${id}","embed_type":"video"}`;
    const summary = await run(data, file('oembed.json', text), { at: '2026-09-22' });
    expect(summary).toMatchObject({ read: 1, stored: 0, rejected: 1, files: [{ kind: 'oembed' }] });
    expect(Object.values(treeOf(path.join(data, 'rejected'))).join()).toMatch(/none of its counters/);
  });

  test('posts of an answer that cannot be read are counted as refused', async () => {
    const video = {
      id,
      view_count: 5,
      like_count: 1,
      comment_count: 0,
      share_count: 0,
      create_time: 1_685_696_580,
    };
    const answer = {
      data: {
        videos: [{ ...video, share_url: `https://www.tiktok.com/@clay.workshop/video/${id}` }, video],
        cursor: 1,
        has_more: false,
      },
      error: { code: 'ok', message: '', log_id: '1' },
    };
    const summary = await run(temporaryFolder(), file('list.json', JSON.stringify(answer)), {
      at: '2026-09-22',
    });
    expect(summary).toMatchObject({ read: 2, stored: 1, rejected: 1, files: [{ kind: 'display-posts' }] });
  });

  test('an answer that says only what went wrong is refused with its words', async () => {
    const data = temporaryFolder();
    const text = '{"error":{"code":"rate_limit_exceeded","message":"","log_id":"1"}}';
    expect(await run(data, file('list.json', text), { at: '2026-09-22' })).toMatchObject({
      read: 1,
      rejected: 1,
    });
    expect(Object.values(treeOf(path.join(data, 'rejected'))).join()).toMatch(/asked too often/);
  });
});

const page =
  '<html><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__":{"webapp.user-detail":{"statusCode":0,"userInfo":{"user":{"id":"7100000000000000001","uniqueId":"clay.workshop"},"statsV2":{"followerCount":"1000","heart":"99","videoCount":"3"}}}}}</script></html>';

describe('when a saved page was seen', () => {
  const single = `<!DOCTYPE html> <html><!--
 Page saved with SingleFile 
 url: https://www.tiktok.com/@clay.workshop 
 saved date: Thu Apr 24 2025 12:34:56 GMT+0200 (Central European Summer Time)
-->${page}`;
  const seen = async (name: string, text: string, said: RawImportOptions = {}) => {
    const data = temporaryFolder();
    const saved = file(name, text);
    utimesSync(saved, new Date('2026-05-06T07:08:09Z'), new Date('2026-05-06T07:08:09Z'));
    await run(data, saved, said);
    return (await readTable('account', { data })).map((row) => row.observed_at);
  };

  test('is what the person says, what the page says, what its name says, in this order', async () => {
    expect(await seen('2025-04-25.html', single, { at: '2025-04-26T00:00:00Z' })).toEqual([
      '2025-04-26T00:00:00Z',
    ]);
    expect(await seen('2025-04-25.html', single)).toEqual(['2025-04-24T10:34:56Z']);
    expect(await seen('clay_2025-04-25.html', page)).toEqual(['2025-04-25T12:00:00Z']);
    expect(await seen('clay-20250425T101112Z.html', page)).toEqual(['2025-04-25T10:11:12Z']);
  });

  test('is the file’s own time only where the person says so', async () => {
    await expect(seen('clay.html', page)).rejects.toMatchObject({ code: 'instant_needed' });
    expect(await seen('clay.html', page, { at: 'mtime' })).toEqual(['2026-05-06T07:08:09Z']);
  });

  test('is not read out of a name with two dates, or one that cannot be', async () => {
    for (const name of [
      '2025-04-25_2025-04-26.html',
      '2025-02-30.html',
      '2031-01-01.html',
      '7493099446142520594.html',
    ])
      await expect(seen(name, page), name).rejects.toMatchObject({ code: 'instant_needed' });
  });
});
