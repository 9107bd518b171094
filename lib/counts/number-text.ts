/**
 * Numbers as text in any script and grouping, brought to one spelling and taken apart.
 */

/** Which mark divides a whole number from its decimals; the other one may group its digits. */
export type DecimalMark = '.' | ',';

/** A number that stood in a text: its digits without marks, and how many of them are decimals. */
export interface NumberParts {
  negative: boolean;
  digits: string;
  decimals: number;
}

const digitValues = new Map<string, string>();
for (const system of Intl.supportedValuesOf('numberingSystem')) {
  const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
  for (let digit = 0; digit < 10; digit++) {
    const sign = format.format(digit);
    if (/^\p{Nd}$/u.test(sign)) digitValues.set(sign, String(digit));
  }
}

const signs: Readonly<Record<string, string>> = {
  ...{ '，': ',', '،': ',', '．': '.', '’': "'", '＇': "'" },
  ...{ '−': '-', '－': '-', '﹣': '-', '＋': '+' },
};

/**
 * A text in the spelling of the grammar: digits of every script as 0 to 9 (`١٢٣`, `１２３`), the marks and minus signs of
 * full-width and Arabic text as `,` `.` `-`, spaces of every kind as one, without the invisible marks of direction.
 */
export function plainText(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text;
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Nd}，،．’＇−－﹣＋]/gu, (sign) => digitValues.get(sign) ?? signs[sign] ?? sign)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Marks that only ever group digits, and the one that only ever divides off decimals. */
const grouping = " '_٬";
const arabicDecimal = '٫';

/**
 * Takes a number apart: `1234`, `1,234,567`, `1.234,5`, `1 234`, `1'234`, `12,34,567` (India), `١٬٢٣٤٫٥`. One mark before
 * exactly three digits may group them or divide off decimals: `decimal` tells which, and without it the answer is `open`.
 * Null for what is not a number.
 */
export function readNumber(text: string, decimal: DecimalMark | null): NumberParts | 'open' | null {
  const found = /^([-+]?)(\d[\d.,'_ ٬٫]*)$/.exec(text);
  if (!found) return null;
  const negative = found[1] === '-';
  const body = found[2] as string;
  const marks = body.replace(/\d/g, '');
  const last = marks.at(-1);
  if (last === undefined) return { negative, digits: body, decimals: 0 };
  const at = body.lastIndexOf(last);
  const [whole, rest] = [body.slice(0, at), body.slice(at + 1)];
  if (marks.indexOf(last) < marks.length - 1 || grouping.includes(last))
    return isGrouped(body, last) ? { negative, digits: withoutMarks(body), decimals: 0 } : null;
  const isWhole = marks.length === 1 ? true : isGrouped(whole, marks[0] as string);
  if (!isWhole) return null;
  if (marks.length === 1 && last !== arabicDecimal && /^[1-9]\d{0,2}$/.test(whole) && rest.length === 3) {
    if (decimal === null) return 'open';
    if (decimal !== last) return { negative, digits: whole + rest, decimals: 0 };
  }
  return { negative, digits: withoutMarks(whole) + rest, decimals: rest.length };
}

/** Which mark a number proves to divide off decimals; `open` where it may do that or group, null where it tells nothing. */
export function provenDecimal(text: string): DecimalMark | 'open' | null {
  if (/^\d+$/.test(text)) return null;
  const read = readNumber(text, null);
  if (read === 'open' || read === null) return read;
  const last = /[.,](?=[^.,]*$)/.exec(text)?.[0] as DecimalMark | undefined;
  if (last === undefined) return null;
  return read.decimals > 0 ? last : last === '.' ? ',' : '.';
}

function withoutMarks(text: string): string {
  return text.replace(/\D/g, '');
}

/** Whether all marks are this one, and stand where they group: every three digits, or as in India. */
function isGrouped(text: string, mark: string): boolean {
  const groups = text.split(mark);
  const [first = '', ...others] = groups;
  const tail = others.pop();
  if (tail?.length !== 3 || !/^\d*$/.test(groups.join(''))) return false;
  if (!/^[1-9]\d{0,2}$/.test(first)) return false;
  const isEvery = (length: number) => others.every((group) => group.length === length);
  return isEvery(3) || (first.length <= 2 && isEvery(2));
}
