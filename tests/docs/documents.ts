import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** The documents of the project, as paths from its root. */
export const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'examples/README.md',
];

export function readDocument(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

export interface Fence {
  /** What stands after the opening backquotes. */
  language: string;
  text: string;
}

/** The code blocks of a document, in order. A block in a longer fence is part of that fence's text. */
export function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(/^(`{3,})([^\n`]*)\n([\s\S]*?)^\1[ \t]*$/gm)].map((match) => ({
    language: (match[2] as string).trim(),
    text: match[3] as string,
  }));
}

/** A document without its code blocks and comments. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^(`{3,})[^\n`]*\n[\s\S]*?^\1[ \t]*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** The cells of the rows of every table in a document, heads and rules left out. */
export function tableRows(markdown: string): string[][] {
  const rows: string[][] = [];
  const lines = proseOf(markdown).split('\n');
  for (const [index, line] of lines.entries()) {
    const isRule = /^\|[-| :]+\|$/.test(line);
    const isHead = /^\|[-| :]+\|$/.test(lines[index + 1] ?? '');
    if (!line.startsWith('|') || isRule || isHead) continue;
    // A bar inside code is written as \| and is no border.
    rows.push(
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
  }
  return rows;
}

/** The name GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

export function anchorsOf(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/^#{1,6} (.+)$/gm)].map((match) => anchorOf(match[1] as string));
}
