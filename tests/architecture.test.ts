import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** The import rule of docs/architecture.md, walked file by file. */

const root = path.resolve(import.meta.dirname, '..');
const leaves = ['schema', 'errors', 'format', 'effects', 'calendar', 'config', 'counts', 'parquet', 'stats'];
const stages = [
  'collect',
  'import',
  'clean',
  'validate',
  'store',
  'transform',
  'chart',
  'notebook',
  'publish',
  'operate',
  'simulate',
  'query',
  'export',
];

function filesIn(folder: string, endings: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** Specifiers of static, re-exporting and dynamic imports. */
function importsOf(source: string): string[] {
  const found = [
    ...source.matchAll(/(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]/g),
  ];
  const dynamic = [...source.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g)];
  return [...found, ...dynamic].map((match) => match[1] as string);
}

/** The room of a lib file: its stage or leaf folder, or its own name at the top of lib. */
function roomOf(file: string): string {
  const [, first = ''] = file.split('/');
  return first.replace(/\.ts$/, '');
}

const libFiles = filesIn('lib', /\.ts$/);

describe('the import rule', () => {
  test('every room of lib has a place in the rule', () => {
    const rooms = [...new Set(libFiles.map(roomOf))];
    expect(rooms.filter((room) => ![...leaves, ...stages, 'pipeline', 'index'].includes(room))).toEqual([]);
  });

  test.each(libFiles)('%s imports only what it may', (file) => {
    const room = roomOf(file);
    const wrong: string[] = [];
    for (const specifier of importsOf(readFileSync(path.join(root, file), 'utf8'))) {
      if (specifier.startsWith('#lib')) wrong.push(`${specifier} (lib files import each other by path)`);
      if (!specifier.startsWith('.')) continue;
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
      if (!target.startsWith('lib/')) {
        wrong.push(target);
        continue;
      }
      const to = roomOf(target);
      const allowed =
        to === room ||
        room === 'index' ||
        (leaves.includes(room) && leaves.includes(to)) ||
        (stages.includes(room) && leaves.includes(to)) ||
        (room === 'pipeline' && (leaves.includes(to) || stages.includes(to)));
      if (!allowed) wrong.push(target);
    }
    expect(wrong).toEqual([]);
  });

  test.each([...filesIn('scripts', /\.(?:ts|mjs)$/), ...filesIn('pages', /\.(?:ts|astro|mdx)$/)])(
    '%s reaches lib through #lib',
    (file) => {
      const edge = file.split('/')[0] as string;
      const other = edge === 'scripts' ? 'pages' : 'scripts';
      const wrong = importsOf(readFileSync(path.join(root, file), 'utf8')).filter((specifier) => {
        if (!specifier.startsWith('.')) return false;
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
        return target.startsWith('lib/') || target.startsWith(`${other}/`);
      });
      expect(wrong).toEqual([]);
    },
  );
});

/** Code without comments and strings, so that words in prose do not count. */
function codeOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1');
}

describe('effects stay at the edges', () => {
  const network = [
    'lib/collect/get.ts',
    // Makes the connections of get.ts; sends nothing by itself.
    'lib/collect/proxy-agent.ts',
    'lib/publish/deliver.ts',
    'lib/operate/remote.ts',
    'lib/simulate/server.ts',
  ];
  test.each(libFiles)('%s', (file) => {
    const code = codeOf(file);
    const imports = importsOf(code);
    const wrong: string[] = [];
    if (
      !network.includes(file) &&
      imports.some((name) => /^(?:undici|(?:node:)?(?:http|https|net|tls|dgram|http2))$/.test(name))
    )
      wrong.push('uses the network');
    if (
      !['store', 'import', 'operate', 'query', 'export', 'notebook', 'config'].includes(roomOf(file)) &&
      imports.some((name) => /^(?:node:)?fs(?:\/promises)?$/.test(name))
    )
      wrong.push('touches the file system');
    if (file !== 'lib/config.ts' && /process\.env\b/.test(code)) wrong.push('reads the environment');
    if (
      file !== 'lib/effects.ts' &&
      /\bDate\.now\b|new Date\(\)|Math\.random\b|performance\.now\b|\bset(?:Timeout|Interval)\(/.test(code)
    )
      wrong.push('names the clock, randomness or a timer');
    expect(wrong).toEqual([]);
  });
});
