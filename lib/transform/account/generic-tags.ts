/**
 * Hashtags that stand under anything, in several languages: they ask to be shown, and say nothing of a post. Variants with figures, letters or
 * signs behind them count too (`fypシ`, `foryoupage2`).
 */
const stems = [
  'fyp',
  'fypage',
  'foryou',
  'foryourpage',
  'fy',
  'viral',
  'viralvideo',
  'goviral',
  'trending',
  'trend',
  'xyzbca',
  'tiktok',
  'explore',
  'blowthisup',
  'parati',
  'paratii',
  'pourtoi',
  'pourtoipage',
  'perte',
  'neiperte',
  'fürdich',
  'fuerdich',
  'voorjou',
  'fördig',
  'fordig',
  'sanaözel',
  'keşfet',
  'kesfet',
  'dlaciebie',
  'рекомендации',
  'рек',
  'おすすめ',
  'おすすめにのりたい',
  '추천',
  '틱톡',
];
const exactTags = new Set(stems);
const variant =
  /^(?:fyp|foryou|foryourpage|viral|trending|xyzbca|tiktok|parati|pourtoi)(?:page|s|\p{N}|_|シ|゚|ツ)*(?:viral)?$/u;

/** True for a hashtag (lower case, without #) that stands under anything. */
export function isGenericTag(tag: string): boolean {
  return exactTags.has(tag) || variant.test(tag);
}
