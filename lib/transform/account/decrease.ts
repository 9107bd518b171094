import { addDays } from '../../calendar.ts';
import { exact, percent } from '../../format.ts';
import { counters } from '../../schema/derived-growth.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { classifyDecrease, type DayChange, smallFraction } from '../../stats/decrease.ts';
import { differenceInterval } from '../../stats/interval.ts';
import type { AccountContext } from '../context.ts';
import type { Metric } from '../grid.ts';
import { inputsOf } from '../inputs.ts';
import { type CounterPoint, counterPoints } from './counter-points.ts';

type Kind = Row<'decrease'>['kind'];

export const decreaseMethod: Method = {
  id: 'decrease',
  version: 1,
  title: 'Falls',
  about:
    'Counters of accounts are no meters: they fall. Each fall from one day to the next is given the mildest reading that fits, then what several accounts share, then what the account did itself.',
  formula: [
    'fall = before − after, in the interval that rounding leaves',
    'identity_change: the permanent second id differs; wrap: a fall of more than 2³¹',
    'rounding_flip: at most the rounding step; small_correction: at most 0.5%',
    'purge: at least three tracked accounts, a tenth or more, fell by more than 0.5% that day, more than chance explains (binomial, p ≤ 0.0001), and this one too',
    'content_removed: posts fell as well; unexplained: none of these',
  ],
  edges: [
    'A fall over a gap is no day’s fall and has no row.',
    'A purge is told by followers; likes that fall with them that day fall by it.',
    'A fall of posts is content removed, unless rounding explains it.',
    'An overflow and another account under the handle have no size: the two values do not count one thing.',
  ],
  sources: ['our choice, by what recorded series show (stiles/botanica falls on 44 of 360 days)'],
  example: () => {
    const change: DayChange = {
      day: '2026-03-02',
      before: 20_000,
      net: -400,
      netHigh: -400,
      step: 1,
      postsNet: -2,
    };
    return {
      given: '20,000 followers, 400 fewer the next day, and 2 posts fewer',
      result: `${percent(-change.net / change.before)}, ${classifyDecrease(change, new Set())}`,
    };
  },
};

/** Table `decrease`: every fall of followers, likes and posts between two days that follow each other and are both known. */
export function makeDecrease({ account }: AccountContext): Row<'decrease'>[] {
  const postsNet = new Map(account.daily.map(({ day, posts_net }) => [day, posts_net]));
  const purges = new Set(account.daily.filter(({ decrease }) => decrease === 'purge').map(({ day }) => day));
  return counters.flatMap((counter) => {
    const points = counterPoints(account, counter);
    return points.flatMap((after, i) => {
      const before = points[i - 1];
      if (!before || addDays(before.day, 1) !== after.day || after.value >= before.value) return [];
      const change = changeOf(before, after, postsNet.get(after.day) ?? null);
      const kind = kindOf(counter, after, change, purges);
      return [rowOf(account.account_id, counter, kind, before, after, change)];
    });
  });
}

function changeOf(before: CounterPoint, after: CounterPoint, postsNet: number | null): DayChange {
  return {
    day: after.day,
    before: before.value,
    net: after.value - before.value,
    netHigh: differenceInterval(before.interval, after.interval)?.high ?? null,
    step: before.step === null || after.step === null ? null : Math.max(before.step, after.step),
    postsNet,
  };
}

function kindOf(counter: Metric, after: CounterPoint, change: DayChange, purges: ReadonlySet<string>): Kind {
  if (counter === 'followers') return after.decrease ?? 'unexplained';
  if (after.decrease === 'identity_change') return 'identity_change';
  const kind = classifyDecrease(change, purges) ?? 'unexplained';
  return counter === 'posts' && kind !== 'rounding_flip' ? 'content_removed' : kind;
}

function rowOf(
  account_id: string,
  counter: Metric,
  kind: Kind,
  before: CounterPoint,
  after: CounterPoint,
  change: DayChange,
): Row<'decrease'> {
  const interval = differenceInterval(before.interval, after.interval);
  const sized = kind !== 'identity_change' && kind !== 'wrap';
  const fall = -change.net;
  return {
    account_id,
    counter,
    day: after.day,
    kind,
    before: before.value,
    after: after.value,
    fall: sized ? fall : null,
    fall_low: sized && interval ? -interval.high : null,
    fall_high: sized && interval ? -interval.low : null,
    fraction: sized ? fall / before.value : null,
    evidence: evidenceOf(counter, kind, change),
    n: 2,
    inputs: inputsOf([before, after]),
    method: methodName(decreaseMethod),
    as_of: before.until > after.until ? before.until : after.until,
  };
}

function evidenceOf(counter: Metric, kind: Kind, { before, net, step, postsNet }: DayChange): string {
  const size = `${exact(-net)} of ${exact(before)} (${percent(-net / before)})`;
  switch (kind) {
    case 'identity_change':
      return 'The permanent second id differs from the day before: another account has the handle.';
    case 'wrap':
      return `From ${exact(before)} to ${exact(before + net)}: a 32-bit counter of the source overflowed.`;
    case 'rounding_flip':
      return `${size}: no more than the step of ${exact(step)} to which the source rounds.`;
    case 'small_correction':
      return `${size}: no more than ${percent(smallFraction)}.`;
    case 'purge':
      return counter === 'followers'
        ? `${size}, on a day on which more of the tracked accounts than chance explains fell by over ${percent(smallFraction)}.`
        : `${size}, on a day on which the account lost followers by a purge.`;
    case 'content_removed':
      return counter === 'posts'
        ? `${size}: deleted, made private or taken down.`
        : `${size}, and posts fell by ${exact(-(postsNet ?? 0))} the same day.`;
    default:
      return postsNet === null
        ? `${size}; whether posts fell is not known, and most of the other accounts did not fall.`
        : `${size}; neither did posts fall nor most of the other accounts.`;
  }
}
