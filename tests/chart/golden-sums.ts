import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Pictures that were looked at and of which only length and hash are kept, so that the project does not grow by every
 * width of every edge case. `npx tsx tests/chart/golden-sums.ts <name>…` puts kept pictures there, by their files'
 * names; to look at one again, take its line out and run the tests.
 */
export const folder = fileURLToPath(new URL('golden/', import.meta.url));
const file = `${folder}sums.txt`;

/** Length in bytes and hash of a picture. */
export const sumOf = (svg: string) =>
  `${Buffer.byteLength(svg)} ${createHash('sha256').update(svg).digest('hex')}`;

export function readSums(): Map<string, string> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const sums = readSums();
  for (const name of process.argv.slice(2)) {
    const golden = `${folder}${name}.svg`;
    sums.set(name, sumOf(readFileSync(golden, 'utf8').slice(0, -1)));
    rmSync(golden);
  }
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${name} ${sum}\n`);
  writeFileSync(file, lines.join(''));
}
