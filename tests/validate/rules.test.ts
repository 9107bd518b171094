import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { finding, type RuleId, rules } from '../../lib/validate/rules.ts';

const lib = path.resolve(import.meta.dirname, '../../lib');
const sources = readdirSync(lib, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((file) => !file.endsWith('validate/rules.ts'))
  .map((file) => ({ file: path.relative(lib, file), text: readFileSync(file, 'utf8') }));

/** Rule ids where code names them: refusals, findings, and the unions of ids that stages declare. */
function namedRules(): Map<string, string> {
  const named = new Map<string, string>();
  const calls = /(?:new Refusal|refuse|finding|note)\(\s*'([a-z_]+)'/g;
  const fields = /\brule:\s*((?:'[a-z_]+'\s*\|?\s*)+)/g;
  for (const { file, text } of sources) {
    for (const [, id = ''] of text.matchAll(calls)) named.set(id, file);
    for (const [, ids = ''] of text.matchAll(fields))
      for (const [, id = ''] of ids.matchAll(/'([a-z_]+)'/g)) named.set(id, file);
  }
  const refusal = sources.find(({ file }) => file === path.join('import', 'refusal.ts'));
  const union = /export type ImportRule =([^;]+);/.exec(refusal?.text ?? '')?.[1] ?? '';
  for (const [, id = ''] of union.matchAll(/'([a-z_]+)'/g)) named.set(id, 'import/refusal.ts');
  return named;
}

describe('the rule catalogue', () => {
  test('the search finds the rules that code names', () => {
    const named = namedRules();
    for (const id of ['ragged_row', 'zero_glitch', 'edited_by_hand', 'stale', 'wrap_unresolved', 'wrong_day'])
      expect([...named.keys()]).toContain(id);
  });

  test('has every rule that code names', () => {
    const unknown = [...namedRules()].filter(([id]) => !Object.hasOwn(rules, id));
    expect(unknown).toEqual([]);
  });

  test('has no rule that nothing names', () => {
    const named = new Set(namedRules().keys());
    const spoken = (id: string) => named.has(id) || sources.some(({ text }) => text.includes(`'${id}'`));
    expect(Object.keys(rules).filter((id) => !spoken(id))).toEqual([]);
  });

  test.each(Object.entries(rules))('%s says in a sentence what it means', (_id, rule) => {
    expect(rule.about).toMatch(/^[A-Z].+\.$/s);
    expect(['refusal', 'error', 'warning', 'info']).toContain(rule.effect);
  });
});

describe('finding', () => {
  test('takes its severity from the rule', () => {
    expect(finding('stale', '@someone', 'old')).toEqual({
      rule: 'stale',
      severity: 'warning',
      subject: '@someone',
      message: 'old',
    });
    expect(finding('duplicate_key', 'f', 'm').severity).toBe('error');
    expect(finding('gap', 'f', 'm').severity).toBe('info');
  });

  test('a rule that refuses rows makes no finding', () => {
    const refusals = Object.entries(rules).filter(([, { effect }]) => effect === 'refusal');
    expect(refusals.length).toBeGreaterThan(10);
    for (const [id] of refusals) expect(() => finding(id as RuleId, 'x', 'y')).toThrow(RangeError);
  });
});
