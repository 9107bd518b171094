import { instantAt, msPerHour } from '../../calendar.ts';
import type { InputKind } from '../../schema/derived-parts.ts';
import { postAges } from '../../schema/derived-post.ts';
import type { PostObservation } from '../post-series.ts';
import { ageTolerance, type CountsAtAge, countsAtAge } from './at-age.ts';
import { postMetrics } from './value-at.ts';

/** Views of a post at one age, as other tables need them. */
export interface ViewsAtAge extends Pick<CountsAtAge, 'views' | 'views_low' | 'views_high' | 'reason'> {
  inputs: readonly InputKind[];
  as_of: string;
}

/** All counters of a post at an age that it has reached, and the last instant that they depend on. */
export interface ReachedAge {
  age_h: (typeof postAges)[number];
  counts: CountsAtAge;
  as_of: string;
}

/** What tables of an account need of the observations of a post: little, and for most posts the same for good. */
export interface PostFacts {
  /** First and last observation, in milliseconds; null where there is none. */
  first_ms: number | null;
  last_ms: number | null;
  /** Views at the ages that it has reached, the youngest first. */
  views: readonly (number | null)[];
  /** At 7 and at 30 days; null where it is younger. */
  week: ViewsAtAge | null;
  month: ViewsAtAge | null;
  /** The latest of the observations that have the most counters; null where none has any. */
  fullest: PostObservation | null;
  /** Without other observations all of this holds before that instant, in milliseconds; null where it does for good. */
  until: number | null;
}

/** An age at which a post is finished: before it more is said of it each day. */
const finishedAge = 720;

/** The ages that a post has reached by `now`; none where its time of publication is not known. */
export function reachedAges(
  post: { created_ms: number | null; observations: readonly PostObservation[] },
  now: number,
): ReachedAge[] {
  const { created_ms } = post;
  if (created_ms === null) return [];
  const ages: ReachedAge[] = [];
  for (const age_h of postAges) {
    if (created_ms + age_h * msPerHour > now) break;
    const { counts, latest } = countsAtAge(post, age_h, now);
    const lookedUntil = Math.min(now, created_ms + age_h * (1 + ageTolerance) * msPerHour);
    ages.push({
      age_h,
      counts,
      as_of: counts.views !== null && latest !== null ? latest : instantAt(lookedUntil),
    });
  }
  return ages;
}

/** The facts of a post with these ages, by its observations, oldest first. */
export function factsOf(
  created_ms: number | null,
  observations: readonly PostObservation[],
  ages: readonly ReachedAge[],
  now: number,
): PostFacts {
  const at = (age: number) => ages.find(({ age_h }) => age_h === age);
  return {
    first_ms: observations[0]?.ms ?? null,
    last_ms: observations.at(-1)?.ms ?? null,
    views: ages.map(({ counts }) => counts.views),
    week: viewsOf(at(168)),
    month: viewsOf(at(finishedAge)),
    fullest: fullest(observations),
    until: created_ms === null ? null : holdsUntil(created_ms, ages, now),
  };
}

function viewsOf(age: ReachedAge | undefined): ViewsAtAge | null {
  if (age === undefined) return null;
  const { views, views_low, views_high, reason, inputs } = age.counts;
  return { views, views_low, views_high, reason, inputs, as_of: age.as_of };
}

function fullest(observations: readonly PostObservation[]): PostObservation | null {
  let best: PostObservation | null = null;
  let most = 0;
  for (const observation of observations) {
    let counters = 0;
    for (const metric of postMetrics) if (observation[metric] !== null) counters++;
    if (counters > 0 && counters >= most) [best, most] = [observation, counters];
  }
  return best;
}

/** When more will be said of a post that is seen no more: at its next age, and at once while an age may still be filled. */
function holdsUntil(created_ms: number, ages: readonly ReachedAge[], now: number): number | null {
  for (const { age_h, counts } of ages)
    if (counts.views === null && now < created_ms + age_h * (1 + ageTolerance) * msPerHour) return now;
  const next = postAges[ages.length];
  if (next === undefined) return null;
  return next <= finishedAge ? now : created_ms + next * msPerHour;
}
