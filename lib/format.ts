export { type GrowthWords, growthSentence } from './format/growth-sentence.ts';
export {
  approx,
  compact,
  exact,
  notObserved,
  orNotObserved,
  percent,
  rangeOf,
  signed,
  signedPercent,
} from './format/number.ts';
export { Quantity, withUnit } from './format/quantity.ts';
export { ago, dayLong, dayShort, duration, instantIn } from './format/time.ts';
export { listWords, plural } from './format/words.ts';
