import type { Row } from '../../schema/index.ts';
import { methodName } from '../../schema/method.ts';
import { randomEffects } from '../../stats/confidence/random-effects.ts';
import { shrinkToNone } from '../../stats/confidence/shrink-to-none.ts';
import { benjaminiHochberg } from '../../stats/hypothesis/adjust.ts';
import { chiSquaredTail } from '../../stats/hypothesis/chi-squared.ts';
import { isGenericTag } from '../account/generic-tags.ts';
import { tagEffectMethod } from '../account/tag-effects.ts';
import type { SetContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';

/** What one account says of a mark. */
type AccountEffect = Pick<Row<'hashtag_effect'>, 'effect' | 'log_error' | 'n' | 'inputs'>;

/** A mark is pooled from so many accounts. */
const fewestAccounts = 2;

/** Table `hashtag_effect_tracked`: a row for each hashtag that 2 accounts have an effect of. */
export function makeHashtagEffectTracked({ asOf, table }: SetContext): Row<'hashtag_effect_tracked'>[] {
  return pooledEffects(table('hashtag_effect'), ({ hashtag }) => hashtag, asOf).map(({ mark, ...rest }) => ({
    hashtag: mark,
    generic: isGenericTag(mark),
    ...rest,
  }));
}

/** Table `sound_effect_tracked`: a row for each sound that 2 accounts have an effect of. */
export function makeSoundEffectTracked({ asOf, table }: SetContext): Row<'sound_effect_tracked'>[] {
  return pooledEffects(table('sound_effect'), ({ sound_id }) => sound_id, asOf).map(({ mark, ...rest }) => ({
    sound_id: mark,
    ...rest,
  }));
}

function pooledEffects<R extends AccountEffect>(
  rows: readonly R[],
  markOf: (row: R) => string,
  asOf: string,
) {
  const pooled = [...Map.groupBy(rows, markOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([mark, own]) => {
      if (own.length < fewestAccounts) return [];
      const found = randomEffects(
        own.map(({ effect }) => Math.log(effect ?? 1)),
        own.map(({ log_error }) => (log_error ?? 0) ** 2),
      );
      return found === null ? [] : [{ mark, own, ...found }];
    });
  const shrunken = shrinkToNone(
    pooled.map(({ mean }) => mean),
    pooled.map(({ standardError }) => standardError ** 2),
  );
  const ps = pooled.map(({ mean, standardError }) => chiSquaredTail((mean / standardError) ** 2, 1));
  const adjusted = benjaminiHochberg(ps);
  return pooled.map(({ mark, own, mean, standardError, i2 }, index) => {
    const { effect = mean, interval } = shrunken?.[index] ?? {};
    return {
      mark,
      accounts: own.length,
      effect: Math.exp(mean),
      effect_shrunk: Math.exp(effect),
      low: interval === undefined ? null : Math.exp(interval.low),
      high: interval === undefined ? null : Math.exp(interval.high),
      i2,
      log_error: standardError,
      p: ps[index] ?? null,
      p_adjusted: adjusted[index] ?? null,
      n: own.reduce((sum, { n }) => sum + (n ?? 0), 0),
      inputs: inputsOfRows(own),
      method: methodName(tagEffectMethod),
      as_of: asOf,
    };
  });
}
