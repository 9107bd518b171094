import { parseHTML } from 'linkedom';
import { textWidth } from '../../lib/chart/text-width.ts';
import { fontSize } from '../../lib/chart/theme.ts';

export interface TextBox {
  words: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The boxes of all texts of a chart, from their places and estimated widths. */
export function findTexts(svg: string): TextBox[] {
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);
  return [...document.querySelectorAll('text')].map((text) => {
    const group = text.parentElement;
    const moved = /translate\(([^, ]+)[, ]([^)]+)\)/.exec(group?.getAttribute('transform') ?? '');
    const words = text.textContent ?? '';
    const width = textWidth(words, /accent|strong|event-number/.test(group?.getAttribute('class') ?? ''));
    const anchor = group?.getAttribute('text-anchor') ?? 'middle';
    const x = Number(text.getAttribute('x') ?? 0) + Number(moved?.[1] ?? 0);
    const lineShift = Number.parseFloat(text.getAttribute('dy') ?? '0');
    // Letters reach about 0.7 em above and 0.2 em below the baseline, which stands at y + dy.
    const baseline = Number(text.getAttribute('y') ?? 0) + Number(moved?.[2] ?? 0) + lineShift * fontSize;
    const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
    return {
      words,
      left,
      right: left + width,
      top: baseline - 0.7 * fontSize,
      bottom: baseline + 0.2 * fontSize,
    };
  });
}

export function overlaps(a: TextBox, b: TextBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
