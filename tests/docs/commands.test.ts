import { describe, expect, test } from 'vitest';
import { commands } from '../../scripts/clipbook.ts';
import { manifest } from '../package/packed.ts';
import { documents, fencesOf, proseOf, readDocument } from './documents.ts';

/** Every command that a document shows exists, with its options. */

/** `clipbook …` and `npm run …` in the shell blocks and the code of a document's prose. */
function commandLines(markdown: string): string[] {
  const shell = fencesOf(markdown)
    .filter(({ language }) => /^(?:sh|shell|bash)$/.test(language))
    .flatMap(({ text }) => text.split('\n'));
  const inline = [...proseOf(markdown).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string);
  return [...shell, ...inline]
    .flatMap((line) => line.split('&&'))
    .map((line) => line.trim().replace(/^(?:[A-Z_]+=\S+ )+/, ''))
    .filter((line) => /^(?:npm|npx|clipbook|\.ci\/run)\b/.test(line));
}

const npmCommands = ['ci', 'install', 'pack', 'test'];

async function faultOf(line: string): Promise<string | null> {
  const words = line.split(/\s+/);
  if (words[0] === 'npm' && words[1] !== 'run')
    return npmCommands.includes(words[1] ?? '') ? null : `npm ${words[1]} is not shown elsewhere`;
  if (words[0] === 'npm') {
    const [script = '', ...rest] = words.slice(2).filter((word) => word !== '-s');
    if (!Object.hasOwn(manifest.scripts, script)) return `there is no script "${script}"`;
    // Options of other programs, such as the benchmarks, are their own business.
    const isOurs = manifest.scripts[script]?.startsWith('node scripts/bin.mjs') === true;
    const direct = script === 'clipbook' ? rest : [script, ...rest];
    return isOurs && (direct.includes('--') || script === 'clipbook')
      ? clipbook(direct.filter((word) => word !== '--'))
      : null;
  }
  if (words[0] === 'npx') {
    if (words[1] === 'clipbook') return clipbook(words.slice(2));
    return ['vitest', 'tsx'].includes(words[1] ?? '') ? null : `${words[1]} is none of our tools`;
  }
  return words[0] === 'clipbook' ? clipbook(words.slice(1)) : null;
}

async function clipbook(words: string[]): Promise<string | null> {
  const [name = '', ...rest] = words;
  if (['<command>', '--help', 'help', '', '…'].includes(name)) return null;
  if (!Object.hasOwn(commands, name)) return `there is no command "${name}"`;
  const command = await commands[name]?.load();
  const verb = command?.verbs?.[rest[0] ?? ''];
  const help = (verb ? await verb.load() : command)?.help ?? '';
  const unknown = rest
    .filter((word) => word.startsWith('--') && word !== '--help')
    .find((option) => !new RegExp(`^  ${option}(?: |$)`, 'm').test(help));
  return unknown === undefined ? null : `"${name}" has no option ${unknown}`;
}

describe.each(documents)('%s', (file) => {
  test('shows commands that exist', async () => {
    const lines = commandLines(readDocument(file));
    const faults: string[] = [];
    for (const line of lines) {
      const fault = await faultOf(line);
      if (fault !== null) faults.push(`${line}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = readDocument('README.md');

  test('lists every command in the words of its help', () => {
    const [, listed = ''] = /<!-- commands -->\n([\s\S]*?)<!-- \/commands -->/.exec(readme) ?? [];
    const rows = Object.entries(commands).map(([name, { about }]) => `| \`${name}\` | ${about} |`);
    expect(listed).toBe(`${['| command | does |', '|---|---|', ...rows].join('\n')}\n`);
  });

  test('shows the two commands of a fresh machine', () => {
    const shown = fencesOf(readme).map(({ text }) => text.trim());
    expect(shown.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });

  test('tells the exit codes', () => {
    for (const code of [0, 1, 2, 3, 4, 5]) expect(readme).toMatch(new RegExp(`[ :;]${code} [a-z]`));
  });
});
