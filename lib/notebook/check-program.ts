import path from 'node:path';
import type ts from 'typescript';
import { InputError } from '../errors.ts';

/** The TypeScript compiler over a project's real files and some that exist only in memory. */
export interface CheckProgram {
  /** Text of a file on disk; undefined where it cannot be read. */
  readFile(file: string): string | undefined;
  /** Names that a module exports. Throws `InputError` where there is no such module. */
  exportsOf(module: string): { name: string; value: boolean }[];
  /** Faults of the files in memory, file by file, with offsets into their texts. */
  check(texts: ReadonlyMap<string, string>): Map<string, Fault[]>;
}

export interface Fault {
  offset: number;
  code: number;
  message: string;
}

/** What a notebook may name that TypeScript does not know by itself. */
const ambient = `declare module '*.astro' {
  const component: (props: Record<string, unknown>) => JSX.Element;
  export default component;
}
declare namespace JSX {
  interface Element { readonly type: unknown }
  interface ElementChildrenAttribute { children: unknown }
  interface IntrinsicElements { [tag: string]: Record<string, unknown> }
}
`;

/**
 * A compiler for the project in `root`, with the options of `tsconfig` eased for notebooks.
 * Throws `InputError` where TypeScript is not installed or its options cannot be read.
 */
export async function createCheckProgram(root: string, tsconfig: string): Promise<CheckProgram> {
  const compiler = await loadCompiler();
  const options = readOptions(compiler, tsconfig);
  const memory = new Map<string, string>();
  const parsed = new Map<string, ts.SourceFile>();
  const base = compiler.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => memory.has(file) || base.fileExists(file),
    readFile: (file) => memory.get(file) ?? base.readFile(file),
    getSourceFile(file, language) {
      const known = parsed.get(file);
      if (known) return known;
      const text = memory.get(file);
      const source =
        text === undefined
          ? base.getSourceFile(file, language)
          : compiler.createSourceFile(
              file,
              text,
              // The module format of a file in memory follows from package.json as for a real one.
              typeof language === 'object' ? language : { languageVersion: language },
            );
      if (source) parsed.set(file, source);
      return source;
    },
  };
  const inRoot = (name: string) => path.join(root, name).replaceAll(path.sep, '/');
  const probe = inRoot('clipbook-probe.ts');
  const ambientFile = inRoot('clipbook-ambient.d.ts');
  memory.set(ambientFile, ambient);
  return {
    readFile: (file) => compiler.sys.readFile(file),
    exportsOf(module) {
      memory.set(probe, `import * as library from ${JSON.stringify(module)};\nlibrary;\n`);
      const program = compiler.createProgram({ rootNames: [probe], options, host });
      const checker = program.getTypeChecker();
      const statement = program.getSourceFile(probe)?.statements[0];
      const symbol =
        statement && compiler.isImportDeclaration(statement)
          ? checker.getSymbolAtLocation(statement.moduleSpecifier)
          : undefined;
      if (!symbol)
        throw new InputError('no_library', `The library of the notebooks, "${module}", was not found.`, {
          hint: 'Name it in package.json under "imports", or install it.',
        });
      return checker
        .getExportsOfModule(symbol)
        .filter(({ name }) => name !== 'default')
        .map((exported) => {
          const meant =
            exported.flags & compiler.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
          const typeOnly = exported.declarations?.some(compiler.isTypeOnlyImportOrExportDeclaration) === true;
          return {
            name: exported.name,
            value: !typeOnly && (meant.flags & compiler.SymbolFlags.Value) !== 0,
          };
        });
    },
    check(texts) {
      for (const [file, text] of texts) memory.set(file, text);
      const program = compiler.createProgram({ rootNames: [...texts.keys(), ambientFile], options, host });
      return new Map(
        [...texts.keys()].map((file) => {
          const source = program.getSourceFile(file);
          const syntactic = program.getSyntacticDiagnostics(source);
          const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(source);
          return [
            file,
            found.map(({ start, code, messageText }) => ({
              offset: start ?? 0,
              code,
              message: compiler.flattenDiagnosticMessageText(messageText, '\n'),
            })),
          ];
        }),
      );
    },
  };
}

async function loadCompiler(): Promise<typeof ts> {
  try {
    return (await import('typescript')).default;
  } catch (cause) {
    throw new InputError(
      'no_typescript',
      'Notebooks are checked by TypeScript, which is not installed here.',
      {
        cause,
        hint: 'Run "npm install --save-dev typescript@6".',
      },
    );
  }
}

function readOptions(compiler: typeof ts, tsconfig: string): ts.CompilerOptions {
  const { config, error } = compiler.readConfigFile(tsconfig, compiler.sys.readFile);
  if (error)
    throw new InputError(
      'bad_tsconfig',
      `The compiler options cannot be read: ${compiler.flattenDiagnosticMessageText(error.messageText, ' ')}`,
    );
  const { options } = compiler.parseJsonConfigFileContent(config, compiler.sys, path.dirname(tsconfig));
  return {
    ...options,
    noEmit: true,
    jsx: compiler.JsxEmit.Preserve,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noUncheckedIndexedAccess: false,
  };
}
