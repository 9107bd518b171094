import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TableName, tables } from '../../lib/schema/index.ts';
import { type Method, methodName } from '../../lib/schema/method.ts';
import { methods } from '../../lib/transform/methods.ts';
import { derivedTables } from '../../lib/transform/tables.ts';
import { root } from './documents.ts';

/** docs/formulas.md is printed from what each method says of itself; its examples are computed here and now. */

const list = (title: string, lines: readonly string[] | undefined) =>
  lines && lines.length > 0 ? `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n` : '';

function section(method: Method): string {
  const { given, result } = method.example();
  return [
    `## ${method.title}\n\n\`${methodName(method)}\`. ${method.about}\n`,
    `\`\`\`\n${method.formula.join('\n')}\n\`\`\`\n`,
    list('Variants:', method.variants),
    list('At the edges:', method.edges),
    `Example: ${given}\n\n→ ${result}\n`,
    `Sources: ${method.sources.join('; ')}.\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const page = () => `# Formulas

How each derived number is computed: formula, what happens at the edges, an example that the code itself worked out when this page was printed,
and who says so. A row of a derived table names its method in the column \`method\`. What the numbers mean, and the rules that
hold for all of them, is in [methods.md](methods.md); how well forecasts did is in [forecasting.md](forecasting.md).

${methods.map(section).join('\n')}`;

test('docs/formulas.md', async () => {
  await expect(page()).toMatchFileSnapshot(path.join(root, 'docs', 'formulas.md'));
});

describe('the methods', () => {
  test.each(methods.map((method) => [method.id, method] as const))('%s says all of it', (_, method) => {
    expect(method.id).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(method.version).toBeGreaterThan(0);
    expect(method.formula.length).toBeGreaterThan(0);
    expect(method.edges.length).toBeGreaterThan(0);
    expect(method.sources.length).toBeGreaterThan(0);
    const { given, result } = method.example();
    expect(given).toMatch(/\w/);
    expect(result).not.toMatch(/undefined|NaN|\[object/);
    // The same example each time: nothing in it hangs on clock or chance.
    expect(method.example()).toEqual({ given, result });
  });

  test('have an id each', () => {
    expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
  });

  test('are named by every derived table but the list of findings', () => {
    const withMethod = derivedTables.filter((table: TableName) => 'method' in tables[table].row.shape);
    expect(derivedTables.filter((table) => !withMethod.includes(table))).toEqual([]);
  });
});
