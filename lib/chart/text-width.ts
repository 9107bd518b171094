import { fontSize } from './theme.ts';

/**
 * Width of a text in user units at the chart's font size, from classes of characters: an estimate that is rather too
 * wide than too narrow for the common system sans serifs, since there is no font to measure at build time.
 */
export function textWidth(text: string, bold = false): number {
  let em = 0;
  for (const character of text) {
    let width = widths.get(character);
    if (width === undefined) {
      width = widthOf(character);
      widths.set(character, width);
    }
    em += width;
  }
  return em * fontSize * (bold ? 1.08 : 1);
}

const widths = new Map<string, number>();

function widthOf(character: string): number {
  if (/[ilj.,:;'’|!·]/.test(character)) return 0.3;
  if (/[ frt()[\]/-]/.test(character)) return 0.38;
  if (/[mwMW@%…—]/.test(character)) return 0.95;
  if (/[A-Z+−±=<>_&]/.test(character)) return 0.7;
  if (/\p{M}|\p{Cf}/u.test(character)) return 0;
  if (/[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]|\p{Extended_Pictographic}/u.test(character))
    return 1.05;
  return 0.6;
}

/** The text, or as much of its beginning as fits with an ellipsis; never shorter than two characters. */
export function fitText(text: string, width: number, bold = false): string {
  if (textWidth(text, bold) <= width) return text;
  const characters = [...text];
  let end = characters.length - 1;
  while (end > 2 && textWidth(`${characters.slice(0, end).join('')}…`, bold) > width) end--;
  return `${characters.slice(0, end).join('')}…`;
}

/** A text in letters that run from right to left, kept apart from what follows it: else a number after it is read before it. */
export function isolate(text: string): string {
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/.test(text) ? `\u2068${text}\u2069` : text;
}
