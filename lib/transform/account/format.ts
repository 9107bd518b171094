import { exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { groupEffects } from '../../stats/confidence/group-effects.ts';
import { quantilesOf } from '../../stats/descriptive/quantile.ts';
import type { AccountContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';
import { dayparts, postingTime, weekdays } from './posting-time.ts';
import { trendPosts, type WeekPost, weekResiduals } from './trend-residuals.ts';

type Dimension = Row<'format'>['dimension'];

/** A form is compared from so many posts of it, and of others. */
export const formPosts = 5;

/** Upper bounds of video lengths, in seconds, and the name of the bin below each. */
const lengths = [
  [15, '0-14s'],
  [30, '15-29s'],
  [60, '30-59s'],
  [180, '60-179s'],
  [Number.POSITIVE_INFINITY, '180s+'],
] as const;

/** Largest number of hashtags of each bin. */
const tagCounts = [
  [0, '0'],
  [2, '1-2'],
  [5, '3-5'],
  [9, '6-9'],
  [Number.POSITIVE_INFINITY, '10+'],
] as const;

/** Bin of a video's length; null for a photo post or where the length is not known. */
export function lengthBin({
  kind,
  duration_s,
}: {
  kind: string | null;
  duration_s: number | null;
}): string | null {
  if (kind === 'photo' || duration_s === null || duration_s <= 0) return null;
  return lengths.find(([below]) => duration_s < below)?.[1] ?? null;
}

/** Bin of a number of hashtags. */
export function hashtagsBin(count: number): string {
  return tagCounts.find(([most]) => count <= most)?.[1] ?? '10+';
}

/** Every dimension: its bins in order, and the bin of each post, null where it has none. */
function dimensionsOf(
  posts: readonly WeekPost[],
  zone: string,
): Record<Dimension, { bins: readonly string[]; binned: readonly (string | null)[] }> {
  const times = posts.map(({ ms }) => postingTime(ms, zone));
  return {
    length: { bins: lengths.map(([, name]) => name), binned: posts.map(({ post }) => lengthBin(post)) },
    kind: { bins: ['photo', 'video'], binned: posts.map(({ post }) => post.kind) },
    weekday: { bins: weekdays, binned: times.map(({ weekday }) => weekday) },
    daypart: { bins: dayparts, binned: times.map(({ daypart }) => daypart) },
    hashtags: {
      bins: tagCounts.map(([, name]) => name),
      binned: posts.map(({ post }) => hashtagsBin(post.hashtags.length)),
    },
  };
}

/** Table `format`: a row for each form that posts with views at 7 days have. */
export function makeFormat(context: AccountContext): Row<'format'>[] {
  const { account, asOf } = context;
  const { posts, residuals } = weekResiduals(context);
  const dimensions = Object.entries(dimensionsOf(posts, account.zone)) as [
    Dimension,
    ReturnType<typeof dimensionsOf>[Dimension],
  ][];
  return dimensions.flatMap(([dimension, { bins, binned }]) => {
    const known: number[] = [];
    const members: WeekPost[] = [];
    const placesOf = new Map<string, number[]>();
    binned.forEach((bin, index) => {
      if (bin === null) return;
      const places = placesOf.get(bin);
      if (places) places.push(members.length);
      else placesOf.set(bin, [members.length]);
      members.push(posts[index] as WeekPost);
      if (residuals !== null) known.push(residuals[index] as number);
    });
    const groups = bins.flatMap((bin) => {
      const places = placesOf.get(bin);
      return places ? [{ bin, places }] : [];
    });
    const compared = groups.filter(
      ({ places }) => places.length >= formPosts && members.length - places.length >= formPosts,
    );
    const effects = groupEffects(known, residuals === null ? [] : compared.map(({ places }) => places));
    return groups.map(({ bin, places }) => {
      const own = places.map((place) => members[place] as WeekPost);
      const found = effects?.[compared.findIndex((each) => each.bin === bin)];
      const [q1, median, q3] =
        quantilesOf(
          own.map(({ views }) => views),
          [0.25, 0.5, 0.75],
        ) ?? [];
      return {
        account_id: account.account_id,
        dimension,
        bin,
        views_median: median ?? null,
        views_q1: q1 ?? null,
        views_q3: q3 ?? null,
        effect: expOrNull(found?.effect),
        effect_shrunk: expOrNull(found?.shrunken),
        low: expOrNull(found?.low),
        high: expOrNull(found?.high),
        reason: found === undefined ? whyNone(posts.length, places.length, members.length) : null,
        n: places.length,
        inputs: inputsOfRows(own),
        method: methodName(formatMethod),
        as_of: asOf,
      };
    });
  });
}

function expOrNull(log: number | undefined): number | null {
  return log === undefined ? null : Math.exp(log);
}

function whyNone(posts: number, members: number, all: number): string {
  if (posts < trendPosts)
    return `views at 7 days are known of ${posts} posts in all, of the ${trendPosts} it takes`;
  if (members < formPosts)
    return `${members === 1 ? '1 post has' : `${members} posts have`} this form, of the ${formPosts} it takes`;
  if (all - members < formPosts)
    return members === all
      ? 'all posts have this form'
      : `only ${exact(all - members)} have another form, of the ${formPosts} it takes`;
  return 'all posts have the same views';
}

/** How forms are compared. */
export const formatMethod: Method = {
  id: 'format',
  version: 1,
  title: 'Formats',
  about:
    'Whether posts of one form do better than the account’s other posts: by length, photo or video, weekday, part of the day and number of hashtags. Within one account, so its size plays no part; and beside its trend, so that what it lately posts more of is not taken for what helps.',
  formula: [
    'r = ln(1 + V(7 d)) less the LOWESS trend of the account over time',
    'effect = exp(mean of r with the form − mean of r of the others)',
    'pulled towards none by random effects over the forms of a dimension, with its 95% interval',
  ],
  edges: [
    'Below 10 posts with views at 7 days, 5 of the form and 5 of others: median and quartiles, and no effect.',
    'Posts that are marked as ads are left out. A video without a known length has no `length`.',
    'Weekday and part of the day are those of the account’s zone. Whether they stand out beyond chance is said by `best_time`.',
    'An association: forms go with subjects, and nothing here was tried out.',
  ],
  sources: [
    'LOWESS: Cleveland (1979); shrinking: Morris (1983), Morris and Tang (2011)',
    'Comparing within accounts: otherwise a mix of accounts can turn an effect round (the admissions of Berkeley 1973)',
    'bins and the 5 posts are our choice',
  ],
  example: () => {
    const residuals = [0.4, 0.5, 0.6, 0.3, 0.7, -0.5, -0.4, -0.6, -0.3, -0.7];
    const [first] =
      groupEffects(residuals, [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
      ]) ?? [];
    const times = (log: number | undefined) => exact(Number(Math.exp(log ?? 0).toFixed(2)));
    return {
      given: 'Ten posts, five of them photos with r of 0.3 to 0.7, and five videos with r of −0.3 to −0.7.',
      result: `photos: ${times(first?.effect)} times the views of the others, shrunken ${times(first?.shrunken)} (${times(first?.low)} to ${times(first?.high)}).`,
    };
  },
};
