import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Report } from './parse.ts';

/** What a notebook is made of besides the ledger, told from its text and the modules it imports. */
export interface NotebookGraph {
  /** Hash of the notebook and of every module of the project that it reaches, the library aside. */
  hash: string;
  /** The files of these modules. */
  files: string[];
  /** True where all of them are plain code and data: nothing of theirs reaches other pages. */
  plain: boolean;
  /** True where the cells look at the clock. */
  clock: boolean;
  /** In one word, why it cannot be told what the page is made of, so that it is rendered in every build; null where it can. */
  untold: string | null;
}

type Resolve = (specifier: string, importer: string) => Promise<string | null>;

const clockWords = /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bliveEffects\b|\basOf\b\s*\(/;
const outsideWords =
  /\bfetch\s*\(|\bMath\.random\b|\bperformance\.now\b|\bprocess\.|['"]node:(?:fs|http|child_process)/;
/** Readers that keep what they read would be noted for the first page only. */
const readerWords =
  /\bread(?:Table|Columns|Annotations|Watchlist|Rules|State|Ledger|PublishedFile)\b|\blistPublishedFiles\b|\bqueryStream\b/;

/** Reads the modules that a notebook reaches. `file` is its path, `resolve` finds a module's file. */
export async function readGraph(report: Report, file: string, resolve: Resolve): Promise<NotebookGraph> {
  const cells = report.cells.map(({ code }) => code).join('\n');
  const prose = [...report.expressions, ...report.statements].map(({ code }) => code).join('\n');
  const texts = new Map<string, string>();
  const waiting = [{ text: `${cells}\n${prose}`, importer: file }];
  for (let next = waiting.pop(); next; next = waiting.pop())
    for (const specifier of specifiersOf(next.text)) {
      const found = await resolve(specifier, next.importer);
      if (found === null || texts.has(found)) continue;
      const text = await readFile(found, 'utf8').catch(() => '');
      texts.set(found, text);
      waiting.push({ text, importer: found });
    }
  const files = [...texts.keys()].sort();
  const hash = createHash('sha256').update(report.text);
  for (const name of files) hash.update(`\0${texts.get(name)}`);
  const modules = [...texts.values()];
  return {
    hash: hash.digest('hex'),
    files,
    plain: files.every((name) => /\.(?:[cm]?[jt]s|json)$/.test(name)),
    clock: [cells, prose, ...modules].some(looksAtClock),
    untold: [cells, prose, ...modules].some((text) => outsideWords.test(text))
      ? 'outside-the-ledger'
      : [prose, ...modules].some((text) => readerWords.test(text))
        ? 'ledger-outside-cells'
        : null,
  };
}

function looksAtClock(text: string): boolean {
  return clockWords.test(text) || (/\breadSettings\b/.test(text) && /\bas_of\b/.test(text));
}

/** The modules of the project that a text imports; words that look like an import do no harm. */
function specifiersOf(text: string): string[] {
  const found = [
    ...text.matchAll(/\b(?:from|import)\s*['"](\.{0,2}\/[^'"\n]+)['"]/g),
    ...text.matchAll(/\bimport\(\s*['"](\.{0,2}\/[^'"\n]+)['"]/g),
  ];
  return found.map(([, specifier]) => specifier as string);
}
