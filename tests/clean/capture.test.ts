import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanCapture, cleaners } from '../../lib/clean/capture.ts';
import type { Capture } from '../../lib/schema/capture.ts';
import { tables } from '../../lib/schema/index.ts';

/**
 * Every folder in tests/fixtures/pages is a case: page.html or page.json is what came, expected.json how it came and
 * what must be read out of it. The accounts and posts are invented.
 */

interface Case {
  about: string;
  capture: Partial<Capture> & Pick<Capture, 'kind'>;
  cleaned: ReturnType<typeof cleanCapture>;
}

const root = path.resolve(import.meta.dirname, '../fixtures/pages');
const cases = readdirSync(root).map((name) => {
  const file = (ending: string) => path.join(root, name, ending);
  const page = existsSync(file('page.html')) ? file('page.html') : file('page.json');
  const expected = JSON.parse(readFileSync(file('expected.json'), 'utf8')) as Case;
  const capture: Capture = {
    capture_id: '0123456789abcdef',
    subject: '',
    url: 'https://www.tiktok.com/@clay.workshop',
    final_url: 'https://www.tiktok.com/@clay.workshop',
    observed_at: '2026-03-04T05:06:07Z',
    status: 200,
    content_type: '',
    simulated: false,
    body: readFileSync(page),
    ...expected.capture,
  };
  return { name, about: expected.about, capture, expected: expected.cleaned };
});

describe('pages', () => {
  test.each(cases)('$name: $about', ({ capture, expected }) => {
    expect(cleanCapture(capture)).toEqual(expected);
  });

  test.each(Object.keys(cleaners))('the parser of %s has an example that is read in full', (kind) => {
    const read = cases.filter(({ capture, expected }) => capture.kind === kind && expected.outcome === 'ok');
    expect(read.length).toBeGreaterThan(0);
  });

  test('what is read fits the schema, but for counters that cannot be', () => {
    const misfits = cases.flatMap(({ name, capture }) =>
      cleanCapture(capture)
        .drafts.filter(({ table, row }) => !tables[table].row.safeParse(row).success)
        .map(() => name),
    );
    expect(misfits).toEqual(['account-beyond-doubles', 'account-negative']);
  });

  test('no prototype was touched', () => {
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
