import { hash } from 'node:crypto';
import path from 'node:path';
import type { ChartSite } from '../chart/files.ts';
import { ClipbookError } from '../errors.ts';
import { readTextFile, writeInto } from '../operate/site/place.ts';
import type { PageRecord } from '../operate/site/record.ts';

/** What a build knows of the files of charts without drawing any: what they are made of, whose they are, and the commit they name. */

/** What is the same for the files of all charts. */
export interface ChartMaking {
  site: ChartSite;
  /** The style sheet of charts. */
  css: string;
  /** The page that every embed is made from, with words in it that the chart's own take the place of. */
  template: string;
}

/** Hash of all that files of charts are made of besides the charts, but for the commit that they name. `code` is that of the library. */
export function hashOfMaking({ site, css, template }: ChartMaking, code: string): string {
  return hashOf(JSON.stringify([{ ...site, commit: null }, css, template, code]));
}

/**
 * Refuses charts of one id on two pages; `pages` are files of pages, each with the files beside it.
 *
 * @throws ClipbookError `chart_id_taken`
 */
export function refuseSameIds(pages: Iterable<readonly [page: string, files: readonly string[]]>): void {
  const owners = new Map<string, string>();
  for (const [file, files] of pages) {
    const page = `/${file.replace(/index\.html$/, '')}`;
    for (const each of files) {
      const first = owners.get(each);
      if (first !== undefined)
        throw new ClipbookError(
          'chart_id_taken',
          `Two charts are called "${path.posix.basename(each).replace(/\..*$/, '')}": on ${first} and on ${page}.`,
          { hint: 'Give one of them another id: lineChart(rows, { id: "…" }).' },
        );
      owners.set(each, page);
    }
  }
}

const isMetadata = (file: string) => /^c\/[^/]+\.metadata\.json$/.test(file);

/** What is known of charts, with another commit: the text, and the hash that stands for it. Null for a file that names none. */
export function withCommit(
  file: string,
  text: () => string,
  commit: string | null,
): { text: string; from: string } | null {
  if (!isMetadata(file)) return null;
  const renewed = text().replace(
    /^ {2}"commit": .*?(,?)$/m,
    (_, comma) => `  "commit": ${JSON.stringify(commit)}${comma}`,
  );
  return { text: renewed, from: hashOf(renewed) };
}

/** Writes what is known of the charts of reused pages with another commit, and gives the hash of each such file. */
export function renewCommit(
  reused: ReadonlyMap<string, Pick<PageRecord, 'made'>>,
  commit: string | null,
  { out, next }: { out: string; next: string },
): Map<string, string> {
  const renewed = new Map<string, string>();
  const folders = new Set<string>();
  for (const file of [...reused.values()].flatMap(({ made }) => Object.keys(made))) {
    const found = withCommit(file, () => readTextFile(path.join(out, file)), commit);
    if (found === null) continue;
    writeInto(next, file, found.text, folders);
    renewed.set(file, found.from);
  }
  return renewed;
}

/** The hash that stands for a file's content. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 20);
}
