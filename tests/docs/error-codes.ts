import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * The codes of the errors that the source can throw: the text that is the first argument where an error of the tree is
 * made, or, where that is a parameter, what the callers of the function in the same file pass for it; and where a class of
 * the tree fixes the code of its errors, what its constructor hands on.
 */
export function errorCodes(root: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of ['lib', 'scripts'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.ts')) {
        const file = `${folder}/${name.replaceAll(path.sep, '/')}`;
        for (const code of codesIn(file, readFileSync(path.join(root, file), 'utf8')))
          found.set(code, [...(found.get(code) ?? []), file]);
      }
  return found;
}

const classes = /^(?:Clipbook|Input|Ledger|Check|Fetch|Notebook)Error$/;

/** The codes of one file, each once. Throws where one is neither a text nor a parameter. */
export function codesIn(file: string, text: string): Set<string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const codes = new Set<string>();
  const passed: { name: string; index: number }[] = [];
  visit(source, (node) => {
    const made =
      ts.isNewExpression(node) && ts.isIdentifier(node.expression) && classes.test(node.expression.text);
    const code = made || fixesCode(node) ? (node as ts.NewExpression).arguments?.[0] : undefined;
    if (code) take(code);
  });
  for (const { name, index } of passed)
    visit(source, (node) => {
      const argument =
        ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name
          ? node.arguments[index]
          : undefined;
      if (argument) take(argument);
    });
  return codes;

  function take(expression: ts.Expression): void {
    if (ts.isStringLiteralLike(expression)) codes.add(expression.text);
    else if (ts.isConditionalExpression(expression)) {
      take(expression.whenTrue);
      take(expression.whenFalse);
    } else if (ts.isIdentifier(expression)) takeName(expression);
    // A code that is taken over from an error made elsewhere is found there.
    else if (!ts.isCallExpression(expression) && !ts.isPropertyAccessExpression(expression))
      throw new TypeError(`${file}: the error code ${expression.getText()} is not a text`);
  }

  function takeName(name: ts.Identifier): void {
    for (let node: ts.Node = name; node.parent; node = node.parent) {
      if (ts.isBlock(node)) {
        const value = node.statements
          .filter(ts.isVariableStatement)
          .flatMap((each) => [...each.declarationList.declarations])
          .find((each) => each.name.getText() === name.text)?.initializer;
        if (value) {
          take(value);
          return;
        }
      }
      if (!ts.isFunctionLike(node)) continue;
      const index = node.parameters.findIndex((each) => each.name.getText() === name.text);
      if (index === -1) continue;
      const called = nameOf(node);
      if (called === undefined) break;
      if (!passed.some((each) => each.name === called)) passed.push({ name: called, index });
      return;
    }
    throw new TypeError(`${file}: nobody knows what the error code "${name.text}" can be`);
  }
}

/** Whether a node is the call of `super` by which a class fixes the code of its errors. */
function fixesCode(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.SuperKeyword &&
    node.arguments[0] !== undefined &&
    ts.isStringLiteralLike(node.arguments[0])
  );
}

function nameOf(node: ts.SignatureDeclaration): string | undefined {
  if (node.name && ts.isIdentifier(node.name)) return node.name.text;
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
