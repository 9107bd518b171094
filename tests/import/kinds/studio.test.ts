import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { studioHeadings } from '../../../lib/import/studio-headings.ts';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real/studio-export-csv';
const hasReal = existsSync(real);

const overview = (...days: string[]) =>
  `\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n${days.map((day) => `"${day}","5","4","3","-2","1"`).join('\n')}`;

describe('studio-overview', () => {
  test('daily amounts; comments may be below zero', async () => {
    const imported = await importText(overview('February 27'), { account: '@a', at: '2026-02-28' });
    expect(imported.kind).toBe('studio-overview');
    expect(imported.drafts).toEqual([
      {
        table: 'owner_day',
        row: {
          account_id: 'handle:a',
          day: '2026-02-27',
          observed_at: '2026-02-28T12:00:00Z',
          video_views: 5,
          profile_views: 4,
          likes_net: 3,
          comments_net: -2,
          shares_net: 1,
          followers_net: null,
          followers_gained: null,
          followers_lost: null,
          reached_audience: null,
          source: 'studio_csv',
          capture_id: expect.any(String),
        },
      },
    ]);
  });

  const days = async (text: string, raw = {}, name?: string) =>
    rowsOf(await importText(text, { account: '@a', ...raw }, name), 'owner_day').map((row) => row['day']);

  test('years follow backwards from the newest row', async () => {
    const text = overview('December 30', 'December 31', 'January 1', 'February 27');
    const expected = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-02-27'];
    expect(await days(text, { at: '2026-02-28' })).toEqual(expected);
    expect(await days(text, { at: '2026-03-01T08:00:00Z' })).toEqual(expected);
    expect(await days(text, { year: '2026' })).toEqual(expected);
    expect(
      await days(overview('February 27', 'January 1', 'December 31', 'December 30'), { year: '2026' }),
    ).toEqual(expected.toReversed());
    expect(await days(overview('December 30', 'December 31'), { at: '2026-01-02' })).toEqual([
      '2025-12-30',
      '2025-12-31',
    ]);
  });

  test('a leap day is a day of leap years only', async () => {
    expect(await days(overview('February 28', 'February 29', 'March 1'), { year: '2024' })).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    // A year without that day is not the year: none of the file is stored under it.
    for (const raw of [{ year: '2026' }, { at: '2026-03-02' }])
      await expect(days(overview('February 28', 'February 29', 'March 1'), raw)).rejects.toMatchObject({
        code: 'year_needed',
      });
    const other = await importText(overview('February 28', 'February 30', 'March 1'), {
      account: '@a',
      year: '2026',
    });
    expect(other.refused).toEqual(['3 impossible_date']);
    expect(rowsOf(other, 'owner_day')).toHaveLength(2);
  });

  test('two days around New Year are read in their order', async () => {
    expect(await days(overview('December 31', 'January 1'), { at: '2026-01-02' })).toEqual([
      '2025-12-31',
      '2026-01-01',
    ]);
    expect(await days(overview('January 1', 'December 31', 'December 30'), { at: '2026-01-02' })).toEqual([
      '2026-01-01',
      '2025-12-31',
      '2025-12-30',
    ]);
  });

  test('a month that two languages name differently is told by the day of the export', async () => {
    // November in Polish, October in Croatian.
    const text = overview('5 listopada', '6 listopada');
    expect(await days(text, { at: '2025-11-07' })).toEqual(['2025-11-05', '2025-11-06']);
    expect(await days(text, { at: '2025-10-07' })).toEqual(['2025-10-05', '2025-10-06']);
    await expect(days(text, { year: '2025' })).rejects.toMatchObject({ code: 'ambiguous_date' });
  });

  test('rows that do not go by day, or contradict what is said, tell no year', async () => {
    const shuffled = [
      'March 3',
      'January 9',
      'June 2',
      'February 1',
      'December 5',
      'May 5',
      'October 1',
      'April 4',
    ];
    for (const [dates, raw] of [
      [shuffled, { year: '2026' }],
      [['2026-02-27'], { year: '2025' }],
      [['2026-02-27'], { at: '2026-02-01' }],
    ] as const)
      await expect(days(overview(...dates), raw)).rejects.toMatchObject({ code: 'year_needed' });
  });

  test('without an anchor, or with one that does not fit, the year is asked for', async () => {
    await expect(days(overview('February 27'))).rejects.toMatchObject({
      code: 'year_needed',
      hint: expect.stringMatching(/--year/),
    });
    await expect(days(overview('June 3'), { at: '2026-02-28' })).rejects.toMatchObject({
      code: 'year_needed',
    });
    expect(await days(overview('June 3'), { at: '2026-02-28', year: '2025' })).toEqual(['2025-06-03']);
  });

  test('the name of the download is an anchor and names the account', async () => {
    // 1772236800 is 2026-02-28T00:00:00Z.
    const imported = await importText(
      overview('February 27'),
      {},
      'Overview_2025-02-28_1772236800_creator.x.csv',
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      { account_id: 'handle:creator.x', day: '2026-02-27', observed_at: '2026-02-28T00:00:00Z' },
    ]);
    await expect(
      importText(overview('February 27'), { at: '2026-02-28' }, 'Overview.csv'),
    ).rejects.toMatchObject({
      code: 'account_needed',
    });
  });

  test('with the year alone the export counts as taken the day after', async () => {
    const imported = await importText(overview('December 30', 'December 31'), {
      account: '@a',
      year: '2025',
    });
    expect(rowsOf(imported, 'owner_day').map((row) => row['observed_at'])).toEqual([
      '2026-01-01T12:00:00Z',
      '2026-01-01T12:00:00Z',
    ]);
  });

  test.each([
    ['8 de marzo', '2026-03-08'],
    ['28 апреля', '2026-04-28'],
    ['13. Februar', '2026-02-13'],
    ['2月26日', '2026-02-26'],
    ['9 July', '2026-07-09'],
    ['2026-07-09', '2026-07-09'],
  ])('%s is read in its language', async (text, day) => {
    expect(await days(overview(text), { year: '2026' })).toEqual([day]);
  });

  test('Swedish headings, with gained and lost followers', async () => {
    const imported = await importText(
      'Datum,Videovisningar,Målgrupp som nåtts,Profilvisningar,Gilla-markeringar,Kommentarer,Delningar,Nya följare,Tappade följare\n26 februari,5,9,4,3,2,1,10,4\n',
      { account: '@a', year: '2026' },
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      {
        day: '2026-02-26',
        video_views: 5,
        profile_views: 4,
        likes_net: 3,
        comments_net: 2,
        shares_net: 1,
        followers_net: 6,
        followers_gained: 10,
        followers_lost: 4,
        reached_audience: 9,
      },
    ]);
  });

  test('cells that are not there are null, and rows of them are refused', async () => {
    const imported = await importText(
      '"Date","Video Views","Profile Views","Likes"\n"May 1","undefined","4",""\n"May 2","undefined","undefined","-"\n"May 3","-1","0","0"\n"May 4","x","0","0"\n"soon","1","0","0"',
      { account: '@a', year: '2026' },
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      { video_views: null, profile_views: 4, likes_net: null },
    ]);
    expect(imported.refused).toEqual([
      '3 not_observed',
      '4 negative_count',
      '5 not_a_count',
      '6 impossible_date',
    ]);
  });

  test.skipIf(!hasReal)(
    'a year taken on 2026-02-28: 35 days with comments below zero, at least −7 (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/Overview.csv`, { account: '@creator_a', at: '2026-02-28' });
      const rows = rowsOf(imported, 'owner_day');
      const comments = rows.map((row) => row['comments_net'] as number);
      expect([rows.length, imported.refused]).toEqual([365, []]);
      expect([comments.filter((count) => count < 0).length, Math.min(...comments)]).toEqual([35, -7]);
      expect([rows[0]?.['day'], rows.at(-1)?.['day']]).toEqual(['2025-02-28', '2026-02-27']);
      expect(new Set(rows.map((row) => row['day'])).size).toBe(365);
    },
  );
});

describe('studio-followers', () => {
  const history =
    '"Date","Followers","Difference in followers from previous day"\n"March 24","undefined","0"\n"March 25","37","0"';

  test('totals by day, exact; days before the account are refused', async () => {
    const imported = await importText(history, { account: '@a', year: '2025' });
    expect(imported.kind).toBe('studio-followers');
    expect(imported.refused).toEqual(['2 not_observed']);
    expect(rowsOf(imported, 'account')).toMatchObject([
      {
        account_id: 'handle:a',
        handle: 'a',
        observed_at: '2025-03-25T12:00:00Z',
        followers: 37,
        followers_step: 1,
        rounding: 'exact',
        time_precision: 'day',
        source: 'studio_csv',
      },
    ]);
  });

  test('an id alone does not name the handle', async () => {
    await expect(importText(history, { account: '7664638705177150477', year: '2025' })).rejects.toMatchObject(
      {
        code: 'account_needed',
      },
    );
  });

  test.skipIf(!hasReal)(
    '365 rows, 25 of them undefined, 5,013 followers at the end (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/Followers_creator_a/FollowerHistory.csv`, {
        account: '@creator_a',
        at: '2026-02-28',
      });
      expect([imported.rows.length, imported.refused.length]).toEqual([365, 25]);
      expect(new Set(imported.refused.map((line) => line.split(' ')[1]))).toEqual(new Set(['not_observed']));
      expect(rowsOf(imported, 'account').at(-1)).toMatchObject({
        observed_at: '2026-02-27T12:00:00Z',
        followers: 5013,
      });
    },
  );
});

describe('studio-followers’ difference', () => {
  const table = (...rows: string[]) =>
    `"Date","Followers","Difference in followers from previous day"\n${rows.join('\n')}\n`;
  test('is held against the total of the day before', async () => {
    const imported = await importText(
      table(
        '"May 1","37","0"',
        '"May 2","40","3"',
        '"May 3","39","1"',
        '"May 5","50","7"',
        '"May 6","50","undefined"',
      ),
      { account: '@a', year: '2025' },
    );
    expect(imported.refused).toEqual(['4 conflicting_columns']);
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([37, 40, 50, 50]);
  });
});

describe('studio-viewers', () => {
  test('of each day; a day that does not know them is refused, and so are parts that do not add up', async () => {
    const imported = await importText(
      '\ufeff"Date","Total Viewers","New Viewers","Returning Viewers"\n"February 24","undefined","0","0"\n"February 25","undefined","2","1"\n"February 26","0","0","0"\n"February 27","12","7","5"\n"February 28","12","7","6"',
      { account: '@a', at: '2026-03-01' },
    );
    expect(imported.kind).toBe('studio-viewers');
    expect(imported.refused).toEqual(['2 not_observed', '6 conflicting_columns']);
    expect(rowsOf(imported, 'owner_viewers')).toEqual(
      [
        ['2026-02-25', null, 2, 1],
        ['2026-02-26', 0, 0, 0],
        ['2026-02-27', 12, 7, 5],
      ].map(([day, viewers, new_viewers, returning_viewers]) => ({
        ...{ account_id: 'handle:a', day, observed_at: '2026-03-01T12:00:00Z' },
        ...{ viewers, new_viewers, returning_viewers, source: 'studio_csv', capture_id: expect.any(String) },
      })),
    );
  });

  test.skipIf(!hasReal)(
    'a year: 25 days unknown, 15,752 viewers at the end (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/Viewers.csv`, { account: '@creator_a', at: '2026-02-28' });
      const rows = rowsOf(imported, 'owner_viewers');
      expect([rows.length, imported.refused.length]).toEqual([340, 25]);
      expect(rows.at(-1)).toMatchObject({
        ...{ day: '2026-02-27', viewers: 15_752, new_viewers: 9979, returning_viewers: 5773 },
      });
    },
  );
});

describe('studio-activity', () => {
  const table = (...rows: string[]) => `"Date","Hour","Active followers"\n${rows.join('\n')}\n`;
  test('by the hours of a week, across New Year', async () => {
    const imported = await importText(
      table(
        '"December 31","23","491"',
        '"January 1","0","0"',
        '"January 1","07:00","5"',
        '"January 1","24","5"',
        '"January 1","1","undefined"',
      ),
      { account: '@a', at: '2026-01-02' },
    );
    expect(imported.refused).toEqual(['5 impossible_date', '6 not_observed']);
    expect(
      rowsOf(imported, 'owner_activity').map((row) => [row['day'], row['hour'], row['active_followers']]),
    ).toEqual([
      ['2025-12-31', 23, 491],
      ['2026-01-01', 0, 0],
      ['2026-01-01', 7, 5],
    ]);
  });

  test.skipIf(!hasReal)('7 × 24 rows (needs ../shared/real)', async () => {
    const imported = await importFile(`${real}/Followers_creator_a/FollowerActivity.csv`, {
      account: '@creator_a',
      at: '2026-02-28',
    });
    const rows = rowsOf(imported, 'owner_activity');
    expect(imported.refused).toEqual([]);
    expect(new Set(rows.map((row) => `${row['day']} ${row['hour']}`)).size).toBe(168);
    expect(rows[0]).toMatchObject({ day: '2026-02-21', hour: 0, active_followers: 491 });
    expect(rows.at(-1)).toMatchObject({ day: '2026-02-27', hour: 23 });
  });
});

describe('studio-audience', () => {
  test('shares by gender or territory, on the day of the export', async () => {
    const genders = await importText(
      '"Gender","Distribution"\n"Female","0.59"\n"Male","41%"\n"Other","0,01"',
      {
        account: '@a',
        at: '2026-02-28',
      },
    );
    expect(
      rowsOf(genders, 'owner_audience').map((row) => [row['dimension'], row['segment'], row['share']]),
    ).toEqual([
      ['gender', 'Female', 0.59],
      ['gender', 'Male', 0.41],
      ['gender', 'Other', 0.01],
    ]);
    const territories = await importText(
      'Top territories,Distribution\nus,0.462\nÖvriga,46.2%\nSE,1.2\nNO,undefined\n,0.1\nDK,0\n',
      { account: '@a', at: '2026-02-28T08:00:00Z' },
    );
    expect(territories.refused).toEqual(['4 not_a_count', '5 not_observed', '6 not_observed']);
    expect(rowsOf(territories, 'owner_audience')).toMatchObject([
      { dimension: 'territory', segment: 'US', share: 0.462, observed_at: '2026-02-28T08:00:00Z' },
      { segment: 'Others', share: 0.462 },
      { segment: 'DK', share: 0 },
    ]);
    await expect(importText('Gender,Distribution\nFemale,1\n', { account: '@a' })).rejects.toMatchObject({
      code: 'instant_needed',
    });
  });

  test.skipIf(!hasReal)('3 genders, 11 territories, each in all about 1 (needs ../shared/real)', async () => {
    for (const [name, count] of [
      ['Gender', 3],
      ['TopTerritories', 11],
    ] as const) {
      const imported = await importFile(`${real}/Followers_creator_a/Follower${name}.csv`, {
        account: '@creator_a',
        at: '2026-02-28',
      });
      const shares = rowsOf(imported, 'owner_audience').map((row) => row['share'] as number);
      expect([shares.length, imported.refused]).toEqual([count, []]);
      expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(0.02);
    }
  });
});

describe('headings in other languages', () => {
  const said = { account: '@a', at: '2026-02-28' };
  test.each([
    [
      'Fecha,Visualizaciones de vídeo,Visualizaciones del perfil,Me gusta,Comentarios,Compartidos\n27 de febrero,5,4,3,2,1\n',
    ],
    [
      'Data,Visualizações do vídeo,Visualizações do perfil,Curtidas,Comentários,Compartilhamentos\n27 de fevereiro,5,4,3,2,1\n',
    ],
    ['Date,Vues de vidéo,Vues du profil,J’aime,Commentaires,Partages\n27 février,5,4,3,2,1\n'],
    ['Datum,Videoaufrufe,Profilaufrufe,Likes,Kommentare,Geteilt\n27. Februar,5,4,3,2,1\n'],
    [
      'Data,Visualizzazioni video,Visualizzazioni del profilo,Mi piace,Commenti,Condivisioni\n27 febbraio,5,4,3,2,1\n',
    ],
    ['Dato,Videovisninger,Profilvisninger,Likes,Kommentarer,Delinger\n27. februar,5,4,3,2,1\n'],
    ['Datum,Videoweergaven,Profielweergaven,Likes,Opmerkingen,Keren gedeeld\n27 februari,5,4,3,2,1\n'],
    [
      'Data,Wyświetlenia filmów,Wyświetlenia profilu,Polubienia,Komentarze,Udostępnienia\n27 lutego,5,4,3,2,1\n',
    ],
    ['Дата,Просмотры видео,Просмотры профиля,Лайки,Комментарии,Репосты\n27 февраля,5,4,3,2,1\n'],
    [
      'Tarih,Video görüntülemeleri,Profil görüntülemeleri,Beğeniler,Yorumlar,Paylaşımlar\n27 Şubat,5,4,3,2,1\n',
    ],
    ['Tanggal,Penayangan video,Penayangan profil,Suka,Komentar,Dibagikan\n27 Februari,5,4,3,2,1\n'],
    ['Ngày,Lượt xem video,Lượt xem hồ sơ,Lượt thích,Bình luận,Lượt chia sẻ\n27 tháng 2,5,4,3,2,1\n'],
    ['日付,動画視聴数,プロフィール表示回数,いいね,コメント,シェア\n2月27日,5,4,3,2,1\n'],
    ['날짜,동영상 조회수,프로필 조회수,좋아요,댓글,공유\n2월 27일,5,4,3,2,1\n'],
    ['日期,视频播放量,主页浏览量,点赞,评论,分享\n2月27日,5,4,3,2,1\n'],
    ['التاريخ,مشاهدات الفيديو,مشاهدات الملف الشخصي,الإعجابات,التعليقات,المشاركات\n٢٧ فبراير,5,4,3,2,1\n'],
  ])('%s', async (text) => {
    const imported = await importText(text, said);
    expect(imported.kind).toBe('studio-overview');
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      { day: '2026-02-27', video_views: 5, profile_views: 4, likes_net: 3, comments_net: 2, shares_net: 1 },
    ]);
  });

  test.each([
    'Fecha,Seguidores,Diferencia de seguidores respecto al día anterior\n27 de febrero,5,0\n',
    'Datum,Följare,Skillnad i följare från föregående dag\n27 februari,5,0\n',
    'Datum,Follower,Unterschied bei den Followern im Vergleich zum Vortag\n27. Februar,5,0\n',
    'Дата,Подписчики,Разница в числе подписчиков с предыдущим днем\n27 февраля,5,0\n',
    '日付,フォロワー,前日とのフォロワー数の差\n2月27日,5,0\n',
  ])('%s', async (text) => {
    const imported = await importText(text, said);
    expect(rowsOf(imported, 'account')).toMatchObject([
      { observed_at: '2026-02-27T12:00:00Z', followers: 5 },
    ]);
  });

  test('no heading of one field is a heading of another of the same table', () => {
    const tables = [
      [
        'day',
        'video_views',
        'profile_views',
        'likes',
        'comments',
        'shares',
        'followers_net',
        'followers_gained',
        'followers_lost',
        'reached_audience',
      ],
      ['day', 'viewers', 'new_viewers', 'returning_viewers'],
      ['day', 'hour', 'active_followers'],
      ['gender', 'territory', 'share'],
      [
        'text',
        'url',
        'created_at',
        'likes',
        'comments',
        'shares',
        'saves',
        'views',
        'video_views',
        'export_day',
      ],
    ] as const;
    for (const fields of tables) {
      const all = Object.values(studioHeadings(...fields)).flatMap((words) => [
        ...(words as readonly string[]),
      ]);
      expect(all.filter((word, i) => all.indexOf(word) !== i)).toEqual([]);
      expect(all).not.toContain('');
    }
  });
});

describe('studio-content', () => {
  const header =
    '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"';
  const row =
    '"February 28","Caption #One","https://www.tiktok.com/@creator_a/video/7527623000473079054","July 16","533","32","16","191265"';

  test('lifetime totals on the day of the export; posted when the id says', async () => {
    for (const raw of [{ at: '2026-02-28' }, { year: '2026' }]) {
      const imported = await importText(`${header}\n${row}`, raw);
      expect(imported.kind).toBe('studio-content');
      expect(rowsOf(imported, 'post')).toMatchObject([
        {
          post_id: '7527623000473079054',
          account_id: 'handle:creator_a',
          observed_at: '2026-02-28T12:00:00Z',
          time_precision: 'day',
          views: 191_265,
          likes: 533,
          saves: null,
          views_step: 1,
          saves_step: null,
          rounding: 'exact',
          source: 'studio_csv',
        },
      ]);
      const [info] = rowsOf(imported, 'post_info');
      expect(info).toMatchObject({
        created_from: 'id',
        text: 'Caption #One',
        hashtags: ['one'],
        kind: 'video',
      });
      // The post time on the row is July 16, of the year before the export.
      expect(info?.['created_at']).toMatch(/^2025-07-16T/);
    }
  });

  test('the year is asked for, and a day that is not the export’s is refused', async () => {
    await expect(importText(`${header}\n${row}`)).rejects.toMatchObject({ code: 'year_needed' });
    await expect(importText(`${header}\n${row}`, { at: '2026-03-05' })).rejects.toMatchObject({
      code: 'instant_mismatch',
    });
    expect((await importText(`${header}\n${row}`, { at: '2026-03-01T02:00:00Z' })).refused).toEqual([]);
  });

  test('a whole post time is taken as it is', async () => {
    const imported = await importText(`${header}\n${row.replace('July 16', '2025-07-16 10:30:00')}`, {
      year: '2026',
    });
    expect(rowsOf(imported, 'post_info')).toMatchObject([
      { created_at: '2025-07-16T10:30:00Z', created_from: 'source' },
    ]);
  });

  test('Swedish headings, without the day of the export; views of seven days are not the total', async () => {
    const imported = await importText(
      'Videotitel,Videolänk,Publiceringstid,Videovisningar,Gilla-markeringar,Kommentarer,Delningar,Lägg till i Favoriter,Views in the last 7 days\nEtt,https://www.tiktok.com/@a/video/7527623000473079054,2025-07-16 10:30:00,900,50,4,3,2,77\n',
      { at: '2026-02-28' },
    );
    expect(imported.kind).toBe('studio-content');
    expect(rowsOf(imported, 'post')).toMatchObject([
      { views: 900, likes: 50, comments: 4, shares: 3, saves: 2 },
    ]);
    expect(imported.notes).toEqual(['not read, since it is no total: "Views in the last 7 days"']);
  });

  test('a row without a link to a post is refused', async () => {
    const imported = await importText(
      `${header}\n${row.replace(/https[^"]*/, 'https://www.tiktok.com/@creator_a')}`,
      { year: '2026' },
    );
    expect(imported.refused).toEqual(['2 bad_id']);
  });

  test.skipIf(!hasReal)('four exports of 13, 12, 6 and 12 posts (needs ../shared/real)', async () => {
    const counts = [];
    for (const name of ['Content', 'Content 2', 'Content 3', 'Content 4']) {
      const imported = await importFile(`${real}/${name}.csv`, { at: '2026-02-28' });
      expect(imported.refused).toEqual([]);
      counts.push(rowsOf(imported, 'post').length);
    }
    expect(counts).toEqual([13, 12, 6, 12]);
  });
});
