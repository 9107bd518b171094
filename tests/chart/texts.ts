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

/** The boxes of all texts of a chart, a box a line, from their places and estimated widths. */
export function findTexts(svg: string): TextBox[] {
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);
  return [...document.querySelectorAll('text')].flatMap((text) => {
    const [x, y] = movedBy(text);
    const upright = /rotate\(-90\)/.test(text.getAttribute('transform') ?? '');
    const bold = /accent|strong|event-number/.test(text.parentElement?.getAttribute('class') ?? '');
    const anchor = text.parentElement?.getAttribute('text-anchor') ?? 'middle';
    const lines = [...text.querySelectorAll('tspan')];
    let shift = 0;
    return (lines.length === 0 ? [text] : lines).map((line) => {
      const words = line.textContent ?? '';
      const width = textWidth(words, bold);
      shift += emsOf(line, 'dy') + (lines.length === 0 ? 0 : emsOf(line, 'y'));
      if (upright) {
        // Turned to read upwards, letters stand left of their baseline.
        const right = x + (emsOf(text, 'y') + 0.2) * fontSize;
        return { words, left: right - 0.9 * fontSize, right, top: y - width / 2, bottom: y + width / 2 };
      }
      // Letters reach about 0.7 em above and 0.2 em below the baseline, which stands at y + dy.
      const baseline = y + shift * fontSize;
      const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
      return {
        words,
        left,
        right: left + width,
        top: baseline - 0.7 * fontSize,
        bottom: baseline + 0.2 * fontSize,
      };
    });
  });
}

const emsOf = (element: Element, name: string) => Number.parseFloat(element.getAttribute(name) ?? '0');

/** Where an element is, with what the groups around it are moved by. */
function movedBy(element: Element): [number, number] {
  let [x, y] = [Number(element.getAttribute('x') ?? 0), 0];
  if (!/em$/.test(element.getAttribute('y') ?? '')) y = Number(element.getAttribute('y') ?? 0);
  for (let around: Element | null = element; around; around = around.parentElement) {
    const moved = /translate\(([^, )]+)[, ]([^)]+)\)/.exec(around.getAttribute('transform') ?? '');
    x += Number(moved?.[1] ?? 0);
    y += Number(moved?.[2] ?? 0);
  }
  return [x, y];
}

export function overlaps(a: TextBox, b: TextBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
