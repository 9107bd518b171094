import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { documents, fencesOf, readDocument, root } from './documents.ts';

/** The TypeScript that documents show compiles, in the project's own strict settings, against the library. */

const examples = documents.flatMap((file) =>
  fencesOf(readDocument(file))
    .filter(({ language }) => language === 'ts')
    .map(({ text }, index) => ({ name: `${file}-${index + 1}.ts`.replaceAll('/', '-'), text })),
);

/** TypeScript's complaints about files that exist in memory alone, by name. */
function complaints(files: readonly { name: string; text: string }[]): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['lib/index.ts'] },
    ts.sys,
    root,
  );
  const shown: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    paths: {
      clipbook: [path.join(root, 'lib/index.ts')],
      'clipbook/notebook': [path.join(root, 'lib/notebook/index.ts')],
    },
  };
  const host = ts.createCompilerHost(shown);
  const texts = new Map(files.map(({ name, text }) => [path.join(root, name), text]));
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.getSourceFile = (file, target) => {
    const text = texts.get(file);
    return text === undefined
      ? getSourceFile(file, target)
      : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  };
  const program = ts.createProgram([...texts.keys()], shown, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path.basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

describe('examples', () => {
  test('there are some', () => {
    expect(examples.map(({ name }) => name)).toContain('README.md-1.ts');
  });

  test('compile, and one with a column that does not exist would not', () => {
    const wrong = {
      name: 'wrong.ts',
      text: "import { readTable } from 'clipbook';\nexport const [row] = await readTable('account_daily');\nexport const n = row?.folowers;\n",
    };
    expect(complaints([...examples, wrong])).toEqual([
      expect.stringMatching(/^wrong\.ts: Property 'folowers' does not exist/),
    ]);
  }, 60_000);
});
