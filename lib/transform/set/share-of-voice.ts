import { percent } from '../../format.ts';
import { voiceMeasures } from '../../schema/derived-set.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { SetContext } from '../context.ts';

type Measure = (typeof voiceMeasures)[number];

/** What one of several gained; low and high where rounding leaves something open. */
export interface Gain {
  value: number | null;
  low?: number | null;
  high?: number | null;
}

export interface Share {
  share: number | null;
  low: number | null;
  high: number | null;
}

export const shareOfVoiceMethod: Method = {
  id: 'share-of-voice',
  version: 2,
  title: 'Share of voice',
  about:
    'An account’s part of what all tracked accounts gained over a window: followers, views or engagements. It is a share of the tracked accounts, and says nothing on others.',
  formula: [
    'share = max(0, gain) / Σ max(0, gain of each tracked account with a value)',
    'interval: least own gain over it plus the most of the others, and the other way round',
  ],
  variants: [
    'A share of totals in place of gains would only say who is large: that is `followers`.',
    'Signed shares have no name here: with losses in the sum they lie above 1 and below 0.',
  ],
  edges: [
    'A loss is a share of 0. Where nobody gained there is no share.',
    'Accounts without a value are left out of the sum, and counted.',
    'Views and engagements are those of tracked posts, see views gained.',
  ],
  sources: ['usual in social listening; that losses count as no gain is our choice'],
  example: () => {
    const [first] = sharesOfGains([{ value: 300 }, { value: 100 }, { value: -50 }]);
    return {
      given: 'three accounts that gained 300, gained 100 and lost 50 followers',
      result: `${percent(first?.share)} for the first`,
    };
  },
};

/**
 * What part of all gains each has, as fractions that add up to 1: a loss counts as no gain. Null for one without a value, and for all where
 * nobody gained. `low` and `high` where every gain with a value has both. In the order of the input; empty for none.
 * @example sharesOfGains([{ value: 300 }, { value: 100 }, { value: -50 }]).map(({ share }) => share) // [0.75, 0.25, 0]
 */
export function sharesOfGains(gains: readonly Gain[]): Share[] {
  const known = gains.filter(({ value }) => Number.isFinite(value));
  const sum = (pick: (gain: Gain) => number | null | undefined) =>
    known.reduce((total, gain) => total + Math.max(0, pick(gain) ?? 0), 0);
  const total = sum(({ value }) => value);
  const bounded = known.every(({ low, high }) => low != null && high != null);
  const [least, most] = [sum(({ low }) => low), sum(({ high }) => high)];
  return gains.map(({ value, low, high }) => {
    if (value === null || !Number.isFinite(value) || total === 0)
      return { share: null, low: null, high: null };
    const [ownLow, ownHigh] = [Math.max(0, low ?? 0), Math.max(0, high ?? 0)];
    return {
      share: Math.max(0, value) / total,
      low: bounded ? part(ownLow, ownLow + most - ownHigh) : null,
      high: bounded ? part(ownHigh, ownHigh + least - ownLow) : null,
    };
  });
}

function part(own: number, whole: number): number {
  return own === 0 ? 0 : own / whole;
}

/** Table `share_of_voice`: accounts with observations of their own, over 7 and 28 days; none where there is one account only. */
export function makeShareOfVoice(context: SetContext): Row<'share_of_voice'>[] {
  const tracked = new Set(
    context.accounts.filter(({ isObserved }) => isObserved).map(({ account_id }) => account_id),
  );
  if (tracked.size < 2) return [];
  return voiceMeasures.flatMap((measure) =>
    [7, 28].flatMap((window) => {
      const gains = gainsOf(context, measure, window).filter(({ account_id }) => tracked.has(account_id));
      const shares = sharesOfGains(gains);
      const known = gains.filter(({ value }) => value !== null);
      const total = known.reduce((sum, { value }) => sum + Math.max(0, value ?? 0), 0);
      return gains.map((gain, i): Row<'share_of_voice'> => {
        const { share = null, low = null, high = null } = shares[i] ?? {};
        return {
          account_id: gain.account_id,
          measure,
          window_days: window,
          value: gain.value,
          share,
          share_low: low,
          share_high: high,
          total,
          accounts_missing: tracked.size - known.length,
          reason:
            gain.value === null ? gain.reason : share === null ? 'none of the tracked accounts gained' : null,
          n: known.length,
          inputs: gain.inputs,
          method: methodName(shareOfVoiceMethod),
          as_of: context.asOf,
        };
      });
    }),
  );
}

interface AccountGain extends Gain {
  account_id: string;
  reason: string | null;
  inputs: string[];
}

function gainsOf({ table }: SetContext, measure: Measure, window: number): AccountGain[] {
  if (measure === 'followers_net')
    return table('growth')
      .filter(({ counter, window_days }) => counter === 'followers' && window_days === window)
      .map((row) => ({ ...row, value: row.net, low: row.net_low, high: row.net_high }));
  return table('reach')
    .filter(({ window_days }) => window_days === window)
    .map((row) => {
      const { account_id, inputs, reason } = row;
      if (measure === 'views')
        return { account_id, inputs, reason, value: row.views, low: row.views_low, high: row.views_high };
      return {
        account_id,
        inputs,
        reason: reason ?? 'no post has all four counts',
        value: row.engagements,
        low: row.engagements_low,
        high: row.engagements_high,
      };
    });
}
