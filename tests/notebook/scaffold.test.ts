import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkNotebooks } from '#lib/notebook/check';
import { parseMeta } from '#lib/notebook/meta';
import { runNotebook, testNotebook } from '#lib/notebook/run';
import { scaffoldReport, templateKinds } from '#lib/notebook/scaffold';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(async () => {
  await mkdir(path.join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(path.join(root, '.cache/scaffold-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('scaffoldReport', () => {
  test('a new report passes the type check and runs', async () => {
    const write = async (slug: string, text: string) => {
      const file = path.join(folder, `reports/${slug}/index.mdx`);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
      return path.relative(root, file);
    };
    const shown = await write('best-hours', scaffoldReport('best-hours'));
    const templates = await Promise.all(
      templateKinds.map((params) => write(`by-${params}`, scaffoldReport(`by-${params}`, { params }))),
    );
    expect(await checkNotebooks([shown, ...templates], { root })).toEqual([]);
    process.env['CLIPBOOK_DATA'] = path.join(root, 'examples/ledger');
    for (const file of templates)
      expect(await testNotebook(file, { root }), file).toEqual([
        { name: 'every page has an answer', fault: null },
      ]);
    const { scope, cells } = await runNotebook(shown, { root });
    expect(typeof scope['answer']).toBe('string');
    expect(cells.map(({ output }) => output.kind)).toEqual(['nothing', 'chart']);
    // The whole library is compiled for it.
  }, 120_000);

  test('title from the name, or as given, whatever stands in it', () => {
    expect(parseMeta(scaffoldReport('best-hours'), 'x').title).toBe('Best hours');
    const title = 'A "quoted": title # with {braces} \\ and <b>';
    expect(parseMeta(scaffoldReport('x', { title, question: '- why?' }), 'x')).toEqual({
      title,
      question: '- why?',
    });
  });

  test.each(['', 'Best', 'a b', '../x', '-a', 'a--b', '_a', 'index', 'ä', 'a/b', 'x'.repeat(61)])(
    '%j is no name',
    (slug) => {
      expect(() => scaffoldReport(slug)).toThrow(expect.objectContaining({ code: 'bad_name', exitCode: 2 }));
    },
  );
});
