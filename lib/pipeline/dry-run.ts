import { instantOf } from '../calendar.ts';
import { isResting } from '../collect/breaker.ts';
import { originName } from '../collect/redirect.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { plural } from '../format/words.ts';
import type { Rest } from '../schema/rest.ts';
import { readWatchlist } from '../store/lists.ts';
import { readState } from '../store/state.ts';
import { readCollectLedger } from './collect-ledger.ts';
import { type CollectOptions, chooseEntries, lookBackDaysOf, planCollect } from './collect-plan.ts';

/** One thing that is due, and what it is asked for by. */
export interface DueThing {
  kind: 'account' | 'list' | 'post' | 'hashtag' | 'sound';
  key: string;
}

export interface PlanSummary {
  dry_run: true;
  /** What is due, in the order in which it will be asked for. */
  plan: DueThing[];
  /** Requests that takes, robots.txt and the lists of newest posts included; each new post that a list shows is one more. */
  requests: number;
  /** How long that takes at the set pace. */
  minutes: number;
  requests_per_minute: number;
  /** Set where nothing would be asked now, because the origin refused us and has its rest. */
  rest: Rest | null;
}

/**
 * The plan of a collect run as of now. Asks for nothing, not even for robots.txt, and changes nothing. Throws `InputError`
 * as `collect` does.
 */
export async function planOnly(
  settings: Settings,
  options: CollectOptions = {},
  effects: Effects = liveEffects,
): Promise<PlanSummary> {
  const now = effects.now();
  const entries = chooseEntries(await readWatchlist(settings.data), options);
  const { answered, rests } = await readState(settings.data);
  const ledger = await readCollectLedger(settings.data, instantOf(now), {
    lookBackDays: lookBackDaysOf(entries),
    answered,
  });
  const plan = planCollect(entries, ledger, settings, now);
  const things: DueThing[] = [
    ...plan.accounts.flatMap(({ handle, due, posts }): DueThing[] => [
      ...(due
        ? ([
            { kind: 'account', key: handle },
            { kind: 'list', key: handle },
          ] as const)
        : []),
      ...posts.map(({ post_id }) => ({ kind: 'post' as const, key: post_id })),
    ]),
    ...plan.posts.map(({ key }) => ({ kind: 'post' as const, key })),
    ...plan.hashtags.map(({ key }) => ({ kind: 'hashtag' as const, key })),
    ...plan.sounds.map(({ key }) => ({ kind: 'sound' as const, key })),
  ];
  const requests = things.length === 0 ? 0 : things.length + 1;
  const rest = rests[originName(settings.origin)] ?? null;
  return {
    dry_run: true,
    plan: things,
    requests,
    // The first `burst` go out at once.
    minutes: Math.round((Math.max(0, requests - settings.burst) / settings.requests_per_minute) * 10) / 10,
    requests_per_minute: settings.requests_per_minute,
    rest: rest !== null && isResting(rest, now) && !options.now ? rest : null,
  };
}

/** A plan as a person reads it. */
export function describePlan(plan: PlanSummary): string[] {
  if (plan.plan.length === 0)
    return ['Nothing is due. The watchlist says what is followed and how often: clipbook watch list'];
  const of = (kind: DueThing['kind']) => plan.plan.filter((thing) => thing.kind === kind);
  const names = (kind: DueThing['kind'], mark: string) => {
    const keys = of(kind).map(({ key }) => mark + key);
    const more = keys.length - shownKeys;
    return `${keys.slice(0, shownKeys).join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
  };
  const line = (count: string, keys: string) => `  ${count.padEnd(18)} ${keys}`;
  return [
    ...(plan.rest
      ? [
          `The origin refused us (${plan.rest.outcome}) and has its rest until ${plan.rest.until}: before that only --now would ask.`,
        ]
      : []),
    'Due now:',
    ...(of('account').length > 0
      ? [
          line(plural(of('account').length, 'account page'), names('account', '@')),
          line(plural(of('list').length, 'list'), 'of newest posts, where robots.txt allows them'),
        ]
      : []),
    ...(of('post').length > 0 ? [line(plural(of('post').length, 'post page'), names('post', ''))] : []),
    ...(of('hashtag').length > 0
      ? [line(plural(of('hashtag').length, 'hashtag'), names('hashtag', '#'))]
      : []),
    ...(of('sound').length > 0 ? [line(plural(of('sound').length, 'sound'), names('sound', ''))] : []),
    `${plural(plan.requests, 'request')}, robots.txt among them, about ${plan.minutes} min at ${plan.requests_per_minute} a minute; one more for each new post that a list shows. Nothing was asked.`,
  ];
}
const shownKeys = 6;
