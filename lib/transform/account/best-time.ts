import { dayIn } from '../../calendar.ts';
import { seededRandom } from '../../effects.ts';
import { exact, percent, plural } from '../../format.ts';
import { groupEffects } from '../../stats/confidence/group-effects.ts';
import { isCount } from '../../stats/finite.ts';
import { overlappingMaxT } from '../../stats/hypothesis/overlapping-max-t.ts';
import { medianOf } from '../../stats/median.ts';
import { type Daypart, dayparts, postingTime, timeInWords, type Weekday, weekdays } from './posting-time.ts';
import { type TimedViews, trendResiduals } from './trend-residuals.ts';

/** So many posts are needed before anything is said of times. */
export const bestTimePosts = 60;
/** And so many at a time before it is looked at. */
export const cellPosts = 5;
/** A time stands out where its adjusted p value is at most this. */
export const bestTimeLevel = 0.05;
const permutations = 2000;
/** After so many shufflings with a time as far out as the farthest its p is above the level, however many more there were. */
const enough = Math.floor(bestTimeLevel * (permutations + 1));

/** One time of posting: a weekday, a part of the day, or both; `any` where it is not divided. */
export interface TimeCell {
  weekday: Weekday | 'any';
  daypart: Daypart | 'any';
  /** Posts at that time. */
  n: number;
  /** Median of their views, as they are. */
  views_median: number | null;
  /** Their views over those of all other posts, trend taken out: 1.2 is a fifth more. Null with fewer than 5 posts. */
  effect: number | null;
  /** The same, pulled towards none by what so few posts differ by chance, with its 95% interval. */
  effect_shrunk: number | null;
  low: number | null;
  high: number | null;
  /** Share of shufflings in which this time differs as much. */
  p: number | null;
  /** Share in which any time does. */
  p_adjusted: number | null;
}

/** Whether the time of posting matters, and what says so. */
export interface BestTime {
  /** `worse_time` where a time stands out, and none by more views. */
  verdict: 'better_time' | 'worse_time' | 'no_evidence' | 'too_few_posts';
  /** The time that stands out. */
  standout: TimeCell | null;
  /** A sentence. */
  evidence: string;
  zone: string;
  /** Posts that were looked at. */
  n: number;
  /** Times that were compared. */
  tested: number;
  /** Every time with a post: parts of the day, weekdays, and both. */
  cells: TimeCell[];
}

/**
 * Whether it matters when an account posts (docs/formulas.md#best-time-to-post), from posts on plain values: when each was published and
 * its views at one age, the same for all. Compares parts of the day, weekdays and both together, in the account’s own `zone`, by
 * shuffling the views between the posts; "no evidence that the time matters" is an answer. Below 60 posts with views nothing is
 * said, and a time with fewer than 5 posts is not compared. Posts without views, or without a time, are left out; order does not matter.
 * Throws `RangeError` for a zone that does not exist.
 */
export function bestTime(
  posts: readonly { created_at: string; views: number | null }[],
  { zone }: { zone: string },
): BestTime {
  // An unknown zone is told even where there is no post to put into it.
  dayIn(zone, new Date(0));
  const known = posts
    .map(({ created_at, views }) => ({ ms: Date.parse(created_at), views }))
    .filter((post): post is TimedViews => Number.isFinite(post.ms) && isCount(post.views))
    .sort((a, b) => a.ms - b.ms || a.views - b.views);
  return bestTimeOf(known, zone);
}

/** `bestTime` of posts by time of publication. */
export function bestTimeOf(
  posts: readonly TimedViews[],
  zone: string,
  trend: readonly number[] | null = trendResiduals(posts),
): BestTime {
  const n = posts.length;
  const cells = cellsOf(posts, zone);
  const residuals = n < bestTimePosts ? null : trend;
  if (residuals === null)
    return {
      verdict: 'too_few_posts',
      standout: null,
      evidence: `Views at 7 days are known of ${plural(n, 'post')}; it takes ${bestTimePosts} to say anything on times.`,
      zone,
      n,
      tested: 0,
      cells: cells.map(({ cell }) => cell),
    };
  const compared = cells.filter(({ places }) => places.length >= cellPosts && places.length < n);
  // The seed depends on the number of posts alone: the same posts always have the same p values.
  const tests = overlappingMaxT(
    residuals,
    compared.map(({ places }) => places),
    seededRandom(n),
    permutations,
    enough,
  );
  compared.forEach(({ cell }, index) => {
    cell.p = tests?.[index]?.p ?? null;
    cell.p_adjusted = tests?.[index]?.adjustedP ?? null;
  });
  for (const kind of kinds)
    addEffects(
      residuals,
      compared.filter(({ cell }) => kindOf(cell) === kind),
    );
  const standout = standoutOf(compared.map(({ cell }) => cell));
  const tested = tests === null ? 0 : compared.length;
  return {
    verdict: standout === null ? 'no_evidence' : (standout.effect ?? 1) > 1 ? 'better_time' : 'worse_time',
    standout,
    evidence: standout === null ? nothingFound(compared, n, tested) : found(standout, n, tested),
    zone,
    n,
    tested,
    cells: cells.map(({ cell }) => cell),
  };
}

interface Cell {
  cell: TimeCell;
  /** Places of its posts. */
  places: number[];
}

type Kind = 'daypart' | 'weekday' | 'both';
/** The coarser first: a finer one is named only where no coarser one stands out. */
const kinds: readonly Kind[] = ['daypart', 'weekday', 'both'];

function kindOf({ weekday, daypart }: TimeCell): Kind {
  return weekday === 'any' ? 'daypart' : daypart === 'any' ? 'weekday' : 'both';
}

function cellsOf(posts: readonly TimedViews[], zone: string): Cell[] {
  const placesOf = new Map<string, number[]>();
  const put = (weekday: string, daypart: string, place: number) => {
    const key = `${weekday} ${daypart}`;
    const places = placesOf.get(key);
    if (places) places.push(place);
    else placesOf.set(key, [place]);
  };
  posts.forEach(({ ms }, place) => {
    const { weekday, daypart } = postingTime(ms, zone);
    put('any', daypart, place);
    put(weekday, 'any', place);
    put(weekday, daypart, place);
  });
  const build = (weekday: Weekday | 'any', daypart: Daypart | 'any'): Cell[] => {
    const places = placesOf.get(`${weekday} ${daypart}`);
    if (places === undefined) return [];
    const cell: TimeCell = {
      weekday,
      daypart,
      n: places.length,
      views_median: medianOf(places.map((place) => posts[place]?.views ?? 0)),
      effect: null,
      effect_shrunk: null,
      low: null,
      high: null,
      p: null,
      p_adjusted: null,
    };
    return [{ cell, places }];
  };
  return [
    ...dayparts.flatMap((daypart) => build('any', daypart)),
    ...weekdays.flatMap((weekday) => build(weekday, 'any')),
    ...weekdays.flatMap((weekday) => dayparts.flatMap((daypart) => build(weekday, daypart))),
  ];
}

function addEffects(residuals: readonly number[], cells: readonly Cell[]): void {
  const effects = groupEffects(
    residuals,
    cells.map(({ places }) => places),
  );
  cells.forEach(({ cell }, index) => {
    const effect = effects?.[index];
    if (effect === undefined) return;
    cell.effect = Math.exp(effect.effect);
    cell.effect_shrunk = Math.exp(effect.shrunken);
    cell.low = Math.exp(effect.low);
    cell.high = Math.exp(effect.high);
  });
}

/**
 * Of the times that stand out those with more views, else those with fewer; of these the coarsest kind; of these the one with
 * the smallest p, then the farthest.
 */
function standoutOf(cells: readonly TimeCell[]): TimeCell | null {
  const far = cells.filter(({ p_adjusted, effect }) => effect !== null && (p_adjusted ?? 1) <= bestTimeLevel);
  const better = far.filter(({ effect }) => (effect ?? 1) > 1);
  const distance = ({ effect_shrunk }: TimeCell) => Math.abs(Math.log(effect_shrunk ?? 1));
  const rank = (cell: TimeCell) => kinds.indexOf(kindOf(cell));
  const [first] = (better.length > 0 ? better : far).toSorted(
    (a, b) => rank(a) - rank(b) || (a.p_adjusted ?? 1) - (b.p_adjusted ?? 1) || distance(b) - distance(a),
  );
  return first ?? null;
}

function found(
  { weekday, daypart, n, effect_shrunk, p_adjusted }: TimeCell,
  all: number,
  tested: number,
): string {
  const times = Number((effect_shrunk ?? 1).toPrecision(2));
  return `Posts published ${timeInWords(weekday, daypart)} had ${exact(times)} times the views of the others at 7 days (${exact(n)} of ${plural(all, 'post')}, trend taken out): of ${plural(tested, 'time')} compared, one would differ as much by chance with probability ${percent(p_adjusted)}.`;
}

function nothingFound(compared: readonly Cell[], n: number, tested: number): string {
  if (compared.length === 0)
    return `No time has ${cellPosts} posts and others beside it, so nothing can be compared.`;
  if (tested === 0)
    return `No evidence that the time of posting matters: all ${plural(n, 'post')} lie on the account’s trend.`;
  const smallest = Math.min(...compared.map(({ cell }) => cell.p_adjusted ?? 1));
  return `No evidence that the time of posting matters: of ${plural(compared.length, 'time')} compared over ${plural(n, 'post')}, one would differ as much as the farthest by chance with probability ${percent(smallest)}.`;
}
