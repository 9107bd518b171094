import { regexSteps } from './regex-steps.ts';

/**
 * The steps that a function takes over text with regular expressions and searches, in place of the time it takes: a
 * pattern that goes back and forth over hostile text has many times the steps for twice the text.
 */
export function countSteps(use: () => void): number {
  const { exec } = RegExp.prototype;
  const { indexOf, lastIndexOf } = String.prototype;
  let steps = 0;
  RegExp.prototype.exec = function (text) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    RegExp.prototype.exec = exec;
    const counted = regexSteps(this, text, from);
    RegExp.prototype.exec = counting;
    const found = exec.call(this, text);
    if (counted.index !== (found?.index ?? -1)) throw new Error(`counted wrongly: ${this.source}`);
    steps += counted.steps;
    return found;
  };
  const counting = RegExp.prototype.exec;
  String.prototype.indexOf = function (sought, from = 0) {
    const at = indexOf.call(this, sought, from);
    steps += (at === -1 ? this.length : at) - from;
    return at;
  };
  String.prototype.lastIndexOf = function (sought, ...from) {
    const at = lastIndexOf.call(this, sought, ...from);
    steps += this.length - Math.max(0, at);
    return at;
  };
  try {
    use();
  } finally {
    RegExp.prototype.exec = exec;
    String.prototype.indexOf = indexOf;
    String.prototype.lastIndexOf = lastIndexOf;
  }
  return steps;
}

/** How many times the steps a function takes for the double of a text: 2 where they grow with its length alone. */
export function growthOfSteps(read: (text: string) => unknown, piece: string, chars = 4_000): number {
  const stepsFor = (length: number) =>
    countSteps(() => void read(piece.repeat(Math.ceil(length / piece.length))));
  return stepsFor(2 * chars) / stepsFor(chars);
}
