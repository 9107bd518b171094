import { plainText } from './rows.ts';

/** Rows as columns under their names, for a terminal. */

const widestCell = 60;
/** Text columns of a table that is too wide are narrowed down to this. */
const narrowestCell = 8;
const gap = 2;

/**
 * Columns under their names: numbers to the right, long cells cut with `…`, control characters shown as `·`, null as `–`. Where all columns do
 * not fit into `width`, the widest texts are cut first; what then still does not fit is left out at the right. All rows are needed at once.
 */
export function alignedText(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  isNumber: (column: number) => boolean,
  width = 100,
): string {
  const head = names.map(clean);
  const cells = rows.map((row) => row.map((value) => (value === null ? '–' : clean(plainText(value)))));
  const widest = head.map((name, i) => {
    let most = widthOf(name);
    for (const row of cells) most = Math.max(most, widthOf(row[i] ?? ''));
    return Math.min(widestCell, most);
  });
  const widths = fitting(widest, isNumber, width);
  const line = (row: readonly string[]) =>
    cut(
      row.map((cell, i) => pad(cut(cell, widths[i] ?? 0), widths[i] ?? 0, isNumber(i))).join(' '.repeat(gap)),
      width,
    ).trimEnd();
  const rule = widths.map((each) => '─'.repeat(each));
  return `${[head, rule, ...cells].map(line).join('\n')}\n`;
}

/** Widths of columns that fit side by side, as far as narrower texts can make them. */
function fitting(widest: readonly number[], isNumber: (column: number) => boolean, width: number): number[] {
  const widths = [...widest];
  let over = widths.reduce((sum, each) => sum + each + gap, -gap) - width;
  while (over > 0 && Number.isFinite(over)) {
    let place = -1;
    widths.forEach((each, i) => {
      if (!isNumber(i) && each > narrowestCell && each > (widths[place] ?? 0)) place = i;
    });
    if (place === -1) break;
    widths[place] = (widths[place] ?? 0) - 1;
    over--;
  }
  return widths;
}

/** Text on one line without what a terminal would act upon: control characters, and those that turn the direction of writing. */
function clean(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '·');
}

const segmenter = new Intl.Segmenter();
const narrow = /^[\x20-\x7E]*$/;
const wide =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]/u;
const unseen = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that a terminal gives a character as people see it: two for East Asian wide ones and pictures. */
function widthOfSegment(segment: string): number {
  if (wide.test(segment)) return 2;
  return unseen.test(segment) ? 0 : 1;
}

function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfSegment(segment);
  return width;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += widthOfSegment(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}
