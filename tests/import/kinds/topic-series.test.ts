import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real';
const hasReal = existsSync(real);

describe('hashtag-series and sound-series', () => {
  test('hashtags', async () => {
    const imported = await importText(
      'committed_at,challengeId,name,views\n2021-03-28T00:22:24+01:00,4245066,#Passover,144.7M\n2021-03-28,,#x,1\n2021-03-28,1659886215123974,#y,-4\n2021-03-28,5,#z,\n',
    );
    expect(imported.kind).toBe('hashtag-series');
    expect(rowsOf(imported, 'hashtag')).toEqual([
      {
        id: '4245066',
        observed_at: '2021-03-27T23:22:24Z',
        name: 'passover',
        views: 144_700_000,
        posts: null,
        views_step: 100_000,
        posts_step: null,
        time_precision: 'instant',
        source: 'import',
        capture_id: expect.any(String),
      },
    ]);
    expect(imported.refused).toEqual(['3 bad_id', '4 negative_count', '5 not_observed']);
  });

  test('sounds: the title out of a JSON cell, never the address of the media file', async () => {
    const info =
      '"{""author"": ""A"", ""title"": ""Then, Leave"", ""playUrl"": ""https://cdn.example/a.mp3?sig=1""}"';
    const imported = await importText(
      `date,musicId,musicInfo,posts\n2021-03-28,6808287098886424577,${info},1200000\n2021-03-29,6808287098886424577,${info},many\n`,
    );
    expect(imported.kind).toBe('sound-series');
    expect(rowsOf(imported, 'sound')).toMatchObject([
      { id: '6808287098886424577', name: 'Then, Leave', posts: 1_200_000 },
    ]);
    expect(imported.refused).toEqual(['3 not_a_count']);
    expect(JSON.stringify(imported.rows)).not.toContain('cdn.example');
  });

  test('a post table that names a sound is no table of sounds', async () => {
    const imported = await importText('video_id,handle,music_id,title,views\n7686893699099413773,a,5,T,1\n', {
      at: '2026-10-01',
    });
    expect(imported.kind).toBe('post-table');
  });

  test.skipIf(!hasReal)('5,386 hashtag rows and 5,078 sound rows (needs ../shared/real)', async () => {
    const hashtags = await importFile(`${real}/series-celebrities/www_hashtags_daily.csv`);
    expect([rowsOf(hashtags, 'hashtag').length, hashtags.refused]).toEqual([5386, []]);
    const sounds = await importFile(`${real}/series-celebrities/www_music_daily.csv`);
    expect([rowsOf(sounds, 'sound').length, sounds.refused]).toEqual([5078, []]);
    expect(JSON.stringify(sounds.drafts)).not.toContain('tiktokcdn');
  });
});
