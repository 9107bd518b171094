import { exact, percent } from '../../format.ts';
import { holdsOf } from '../../schema/column.ts';
import { hashtagEffect } from '../../schema/derived-effect.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';
import { isGenericTag } from './generic-tags.ts';
import { type MarkEffect, markEffects } from './mark-effects.ts';
import { type WeekPost, weekResiduals } from './trend-residuals.ts';

const isKey = holdsOf(hashtagEffect.row.shape.hashtag);

/** Table `hashtag_effect`: a row for each hashtag of 3 posts or more. */
export function makeHashtagEffect(context: AccountContext): Row<'hashtag_effect'>[] {
  return effectsOf(context, ({ post }) => post.hashtags.filter(isKey)).map(({ mark, ...rest }) => ({
    account_id: context.account.account_id,
    hashtag: mark,
    generic: isGenericTag(mark),
    ...rest,
  }));
}

/** Table `sound_effect`: a row for each sound of 3 posts or more. */
export function makeSoundEffect(context: AccountContext): Row<'sound_effect'>[] {
  return effectsOf(context, ({ post }) => (post.sound_id === null ? [] : [post.sound_id])).map(
    ({ mark, ...rest }) => ({ account_id: context.account.account_id, sound_id: mark, ...rest }),
  );
}

function effectsOf(context: AccountContext, marksOf: (post: WeekPost) => readonly string[]) {
  const { posts, residuals } = weekResiduals(context);
  const marks = posts.map(marksOf);
  const inputs = inputsOfRows(posts);
  return markEffects(residuals ?? [], (place) => marks[place] ?? []).map(({ n, ...numbers }: MarkEffect) => ({
    ...numbers,
    n,
    inputs,
    method: methodName(tagEffectMethod),
    as_of: context.asOf,
  }));
}

/** How hashtags and sounds are compared. */
export const tagEffectMethod: Method = {
  id: 'tag-effect',
  version: 1,
  title: 'Hashtags and sounds',
  about:
    'How posts with a hashtag or a sound did beside the account’s posts without it. Small numbers shrink towards nothing, p values are adjusted for how many tags were looked at, and it is an association whatever they say: posts carry many tags, and tags go with subjects.',
  formula: [
    'r = ln(1 + V(7 d)) less the LOWESS trend of the account over time',
    'effect = exp(mean of r with the tag − mean of r without)',
    'error of its logarithm = √(s²·(1/n₁ + 1/n₀)), s the standard deviation of all r; p by Student’s t',
    'pulled towards none by random effects over the tags of the account; p adjusted by Benjamini and Hochberg',
    'over tracked accounts: effects within each put together by random effects, then pulled towards none and adjusted over tags',
  ],
  edges: [
    'From 10 posts with views at 7 days, 3 with the tag and 3 without; over tracked accounts from 2 that have such an effect. Nothing else has a row.',
    'Generic tags (#fyp and its like) are computed and marked, and left out of rankings.',
    'Posts that are marked as ads are left out.',
    'Comparing within accounts keeps a tag that large accounts use from looking like one that makes large.',
  ],
  sources: [
    'pooling: DerSimonian and Laird (1986); shrinking: Morris (1983), Morris and Tang (2011); Benjamini and Hochberg (1995)',
    'the 3 posts, 2 accounts and the list of generic tags are our choice',
  ],
  example: () => {
    const residuals = Array.from(
      { length: 20 },
      (_, index) => (index < 4 ? 0.9 : 0) + ((index * 7) % 10) / 10 - 0.45,
    );
    const [tag] = markEffects(residuals ?? [], (place) => (place < 4 ? ['cats'] : []));
    const times = (value: number | undefined) => exact(Number(value?.toFixed(2)));
    return {
      given: '20 posts that differ by up to 0.9 in r; four of them have #cats, and 0.9 more.',
      result: `#cats: ${times(tag?.effect)} times the views of the others, n = ${tag?.n}, p ${percent(tag?.p)}.`,
    };
  },
};
