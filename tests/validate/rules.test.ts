import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrangeFindings, finding, findingRules, listedPerRule, rules } from '../../lib/validate/rules.ts';

const lib = path.resolve(import.meta.dirname, '../../lib');
const sources = readdirSync(lib, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((file) => !/validate\/(?:file-|series-|)rules\.ts$/.test(file))
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

  test.each(Object.entries(findingRules))('%s says what to do', (_id, rule) => {
    expect(rule.remedy).toMatch(/^[A-Z].+\.$/s);
    expect(rule.effect).not.toBe('refusal');
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

  test('says whom it concerns where that is known', () => {
    expect(finding('gap', '@a', 'm', { account_id: '7', last_day: '2026-11-02' })).toMatchObject({
      account_id: '7',
      last_day: '2026-11-02',
    });
  });
});

describe('arrangeFindings', () => {
  test('errors come first, then warnings, then notes, each in the order of the catalogue', () => {
    const found = [
      finding('gap', '@b', 'm'),
      finding('stale', '@a', 'm'),
      finding('gap', '@a', 'm'),
      finding('missing_file', 'f', 'm'),
      finding('never_observed', '@a', 'm'),
      finding('edited_by_hand', 'f', 'm'),
    ];
    expect(arrangeFindings(found).map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      'edited_by_hand f',
      'missing_file f',
      'never_observed @a',
      'stale @a',
      'gap @b',
      'gap @a',
    ]);
  });

  test('of very many of a rule the rest is told by their number', () => {
    const found = Array.from({ length: listedPerRule }, (_, i) => finding('stale', `@a${i}`, 'm'));
    expect(arrangeFindings(found)).toHaveLength(listedPerRule);
    const more = arrangeFindings([...found, finding('stale', '@b', 'm'), finding('stale', '@c', 'm')]);
    expect(more).toHaveLength(listedPerRule + 1);
    expect(more.at(-1)).toMatchObject({
      rule: 'stale',
      subject: 'more',
      message: 'And 2 more of this rule.',
    });
  });
});
