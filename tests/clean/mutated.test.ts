import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { Capture, CaptureKind } from '../../lib/schema/capture.ts';
import { outcomes } from '../../lib/schema/outcome.ts';

/** Damaged pages: whatever comes, an outcome is the answer, never a crash, and never a number that is not one. */

const root = path.resolve(import.meta.dirname, '../fixtures/pages');
const bodies = readdirSync(root).map((name) => {
  const file = readdirSync(path.join(root, name)).find((entry) => entry.startsWith('page.')) ?? '';
  return readFileSync(path.join(root, name, file), 'utf8');
});
const kinds: CaptureKind[] = ['account-page', 'post-page', 'creator-embed', 'oembed', 'robots'];
const scraps = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  'null',
  '-1',
  '1e999',
  '"__proto__":{"polluted":1},',
  '</script>',
  '\u0000',
  '{"a":[',
  '99999999999999999999',
];

test('mutated pages of every kind', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.constantFrom(...kinds),
      fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          cut: fc.nat(40),
          scrap: fc.constantFrom('', ...scraps),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom(200, 200, 200, 403),
      (original, kind, edits, status) => {
        let body = original;
        for (const { at, cut, scrap } of edits) {
          const from = Math.floor(at * body.length);
          body = body.slice(0, from) + scrap + body.slice(from + cut);
        }
        const capture: Capture = {
          capture_id: 'x',
          kind,
          subject: '',
          url: 'https://www.tiktok.com/',
          final_url: 'https://www.tiktok.com/',
          observed_at: '2026-03-04T05:06:07Z',
          status,
          content_type: '',
          simulated: false,
          body: new TextEncoder().encode(body),
        };
        const cleaned = cleanCapture(capture);
        expect(outcomes).toContain(cleaned.outcome);
        expect(JSON.stringify(cleaned)).not.toContain('NaN');
        for (const { row } of cleaned.drafts)
          for (const value of Object.values(row))
            if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      },
    ),
    { numRuns: 2_000, seed: 20260304 },
  );
});
