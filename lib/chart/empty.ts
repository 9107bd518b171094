import type { Drawing } from './chart.ts';
import { escapeText } from './escape.ts';
import { fontSize } from './theme.ts';

/** A picture that says that there is nothing to draw yet: no axis is invented around no value. */
export function renderEmpty(width: number, words: string, alt: string): Drawing {
  const height = 96;
  const svg = `<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(alt)}" font-family="system-ui, sans-serif" font-size="${fontSize}" fill="currentColor" text-anchor="middle"><g class="tick"><text dy=".32em" x="${width / 2}" y="${height / 2}">${escapeText(words)}</text></g></svg>`;
  return { svg, places: [] };
}
