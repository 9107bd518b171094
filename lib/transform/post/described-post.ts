import type { PostDetails, PostObservation, PostSeries, RecalledPost } from '../post-series.ts';
import { factsOf, type PostFacts, type ReachedAge, reachedAges } from './post-facts.ts';

/** Observations of a post were asked for that were not read. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
}

/** A post and its details; classes, since there are many posts and each method is there once. */
class DescribedPost implements PostDetails {
  readonly post_id: string;
  readonly account_id: string;
  readonly created_ms: PostDetails['created_ms'];
  readonly created_from: PostDetails['created_from'];
  readonly kind: PostDetails['kind'];
  readonly duration_s: PostDetails['duration_s'];
  readonly sound_id: PostDetails['sound_id'];
  readonly hashtags: PostDetails['hashtags'];
  readonly pinned: PostDetails['pinned'];
  readonly ad: PostDetails['ad'];
  readonly status: PostDetails['status'];

  constructor(post_id: string, account_id: string, details: PostDetails) {
    this.post_id = post_id;
    this.account_id = account_id;
    this.created_ms = details.created_ms;
    this.created_from = details.created_from;
    this.kind = details.kind;
    this.duration_s = details.duration_s;
    this.sound_id = details.sound_id;
    this.hashtags = details.hashtags;
    this.pinned = details.pinned;
    this.ad = details.ad;
    this.status = details.status;
  }
}

/** A post of which nothing is known from an earlier run. */
export class NewPost extends DescribedPost implements PostSeries {
  readonly observations: readonly PostObservation[];
  readonly #now: number;
  #ages: readonly ReachedAge[] | undefined;
  #facts: PostFacts | undefined;

  constructor(
    post_id: string,
    account_id: string,
    details: PostDetails,
    observations: readonly PostObservation[],
    now: number,
  ) {
    super(post_id, account_id, details);
    this.observations = observations;
    this.#now = now;
  }

  observationsSince(): readonly PostObservation[] {
    return this.observations;
  }

  // Some tables need neither.
  get ages(): readonly ReachedAge[] {
    this.#ages ??= reachedAges(this, this.#now);
    return this.#ages;
  }

  get facts(): PostFacts {
    this.#facts ??= factsOf(this.created_ms, this.observations, this.ages, this.#now);
    return this.#facts;
  }
}

/** A post that is as it was in an earlier run: of its observations the latest are at hand, or none. */
export class KnownPost extends DescribedPost implements PostSeries {
  readonly facts: PostFacts;
  readonly ages = null;
  readonly #readSince: number | null;
  readonly #observations: readonly PostObservation[];

  constructor(
    post_id: string,
    account_id: string,
    details: PostDetails,
    { facts, readSince }: RecalledPost,
    observations: readonly PostObservation[],
  ) {
    super(post_id, account_id, details);
    this.facts = facts;
    this.#readSince = readSince;
    this.#observations = observations;
  }

  get observations(): never {
    throw this.#notRead();
  }

  observationsSince(ms: number): readonly PostObservation[] {
    if (this.#readSince === null || ms < this.#readSince) throw this.#notRead();
    return this.#observations;
  }

  #notRead(): NotRead {
    return new NotRead(`Observations of post ${this.post_id} were not read.`);
  }
}
