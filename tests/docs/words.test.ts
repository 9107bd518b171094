import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './documents.ts';

/** No file names a path of the machine it was written on, or work that is left to do. */

function filesOfProject(): string[] {
  if (existsSync(path.join(root, '.git')))
    return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\0')
      .filter((file) => file !== '' && existsSync(path.join(root, file)));
  return ['lib', 'scripts', 'pages', 'tests', 'docs', 'examples', '.github'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
}

// Put together here, so that this file does not break its own rule.
const any = (...words: string[]) => new RegExp(words.join('|'), 'i');
const forbidden = [
  [
    'a path of some machine',
    any('/wo' + 'rk/', '/ro' + 'ot/', '/ho' + 'me/\\w', '/Us' + 'ers/\\w', 'C:\\\\Us' + 'ers'),
  ],
  ['unfinished work', any('\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b', '@ts-ig' + 'nore', 'biome-ig' + 'nore')],
] as const;

const texts = filesOfProject()
  .filter(
    (file) =>
      /\.(?:ts|mjs|astro|mdx|css|md|json|ya?ml|csv)$|^\.ci\//.test(file) && file !== 'package-lock.json',
  )
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

describe('no file holds', () => {
  test.each(forbidden)('%s', (_, pattern) => {
    const found = texts.flatMap(({ file, text }) => {
      const match = pattern.exec(text);
      return match
        ? [`${file}: ${text.slice(Math.max(0, match.index - 30), match.index + 40).replaceAll('\n', ' ')}`]
        : [];
    });
    expect(found).toEqual([]);
  });
});
