import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanCapture, cleaners } from '../../lib/clean/capture.ts';
import { refusalOf } from '../../lib/validate/row.ts';
import { cases } from './cases.ts';

const now = new Date('2026-03-05T00:00:00Z');

describe('pages', () => {
  test.each(cases)('$name: $about', ({ capture, expected }) => {
    expect(cleanCapture(capture)).toEqual(expected);
  });

  test('what is read is believed, but for counters that cannot be', () => {
    const refused = cases.flatMap(({ name, capture }) =>
      cleanCapture(capture).drafts.flatMap((draft) => {
        const refusal = refusalOf(draft, now);
        return refusal ? [`${name} ${refusal.rule}`] : [];
      }),
    );
    expect(refused).toEqual([
      'account/universal/all-zero all_zero',
      'account/universal/beyond-doubles not_a_count',
      'account/universal/counter-nested not_a_count',
      'account/universal/followers-zero zero_glitch',
      'account/universal/negative not_a_count',
      'post/universal/views-zero zero_glitch',
    ]);
  });

  test('no prototype was touched', () => {
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('parsers', () => {
  const root = path.resolve(import.meta.dirname, '../../lib/clean');
  const parsers = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: noun }) =>
      readdirSync(path.join(root, noun))
        // What the parsers of the official APIs share.
        .filter((file) => !file.startsWith('api-'))
        .map((file) => ({ noun, carrier: path.basename(file, '.ts') })),
    );
  const readIn = (noun: string, carrier: string) =>
    cases.filter(
      (one) =>
        one.noun === noun &&
        one.carrier === carrier &&
        one.expected.outcome === 'ok' &&
        (one.expected.drafts.length > 0 || carrier === 'oembed'),
    );

  test.each(parsers)('$noun/$carrier has an example that is read in full', ({ noun, carrier }) => {
    expect(readIn(noun, carrier).length).toBeGreaterThan(0);
  });

  test.each(parsers)('$noun/$carrier has an example that yields nothing', ({ noun, carrier }) => {
    const refused = cases.filter(
      (one) => one.noun === noun && one.carrier === carrier && one.expected.outcome !== 'ok',
    );
    expect(refused.length).toBeGreaterThan(0);
  });

  test('every carrier of a noun calls its rows something of its own', () => {
    const carriersOf = new Map<string, Set<string>>();
    for (const { noun, carrier } of parsers)
      for (const { expected } of readIn(noun, carrier)) {
        const source = `${noun} ${expected.source.replace('simulated:', '')}`;
        carriersOf.set(source, (carriersOf.get(source) ?? new Set()).add(carrier));
      }
    const shared = [...carriersOf].filter(([, carriers]) => carriers.size > 1);
    expect(shared).toEqual([]);
  });

  test.each(Object.keys(cleaners))('the kind %s has an example that is read in full', (kind) => {
    expect(cases.some(({ capture, expected }) => capture.kind === kind && expected.outcome === 'ok')).toBe(
      true,
    );
  });
});
