/**
 * What invented captions are made of. `#word` and `@` mark a hashtag and a mention; everything is made up.
 */

/** Openings by language; languages without their own use English. */
export const openings: Record<string, readonly [string, ...string[]]> = {
  en: [
    'We tried it again, slower this time.',
    'Wait for the second one 👀',
    'Nobody asked, we did it anyway.',
    'Part two, because you insisted 🙃',
    'This took four hours and one biscuit.',
    'A small thing, done properly ✨',
    'The wind had other ideas 🌬️',
    'Rate it out of ten, be kind 🫶🏽',
  ],
  de: ['Heute ganz ohne Eile.', 'Das hat länger gedauert als gedacht 😅', 'Schön groß und trotzdem klein.'],
  es: ['Otra vez, pero más despacio.', 'Nadie lo pidió y aquí está ☕', '¿Quién viene mañana?'],
  fr: ['On recommence, plus doucement.', 'Il fallait bien essayer 🌉', 'Ça tient, presque par magie.'],
  pt: ['Outra vez, com mais calma.', 'Ficou melhor do que o plano 🎶', 'Quem acertar ganha um aceno.'],
  ja: ['今日はゆっくりやってみました。', '二回目がすごい👀', '風まかせの一日でした🌤️'],
  ko: ['오늘은 천천히 해 봤어요.', '두 번째를 꼭 보세요 👀', '비가 와서 더 좋았어요 ☔'],
  ar: ['جرّبنا مرة أخرى وببطء.', 'انتظروا الثانية 👀', 'شيء صغير أُنجز بعناية ✨'],
  hi: ['इस बार धीरे-धीरे किया।', 'दूसरा वाला ज़रूर देखें 👀', 'छोटी सी चीज़, ढंग से ✨'],
};

/** Endings that any language may add. */
export const endings = ['', '', '', '\nMore tomorrow.', ' 👨‍👩‍👧‍👦🧵', ' 🪁🪁🪁', ' (sound on 🔊)'] as const;

/** Hashtags that everybody uses. */
export const commonTags = ['fyp', 'foryou', 'simulated', 'découverte', 'рекомендации', '日常'] as const;

/** Captions that break careless programs: markup, formulas, separators, text that looks like no text. */
export const hostileCaptions = [
  '</script><script>alert("clipbook")</script> & <b>"quoted"</b> \'text\' #html',
  '=1+1 is what the scale said #maths',
  '@SUM(1,1) said the spreadsheet, +3 more, -2 fewer',
  'one, "two", three;\tfour\nfive\r\nsix',
  'null',
  '',
  'NaN / undefined / 1.2M',
  'We came #3 again and #3 is fine #3',
  '<!-- not a comment --> ]]> {{braces}} $dollar \\u002F back\\slash',
  'مرحبا hello \u200fשלום #mixed\u2028next line',
  'https://example.invalid/a?b=1&c=2 #link',
] as const;

/** Words that go with the topic labels of a post. */
export const labels = ['Daily Life', 'Crafts', 'Nature', 'Music', 'Food & Drink', 'Travel'] as const;
