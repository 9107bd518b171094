import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { CaptureKind } from '../../lib/schema/capture.ts';
import { refusalOf } from '../../lib/validate/row.ts';
import { type Case, captureOf, cases } from './cases.ts';

/** Pages that are made to hang a parser, to break its stack, or to bloat what it writes. */

const limitMs = 1_000;
const now = new Date('2026-03-05T00:00:00Z');

/** What is read out of a capture, and the processor time that takes, in milliseconds. */
function timed(capture: Parameters<typeof cleanCapture>[0]) {
  const before = process.cpuUsage();
  const cleaned = cleanCapture(capture);
  const { user, system } = process.cpuUsage(before);
  return { cleaned, ms: (user + system) / 1000 };
}

/** Reads a body and returns what came out; fails where that takes too long or yields a draft that nobody could keep. */
function clean(kind: CaptureKind, body: string | Uint8Array, subject = '') {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const capture = captureOf({ kind, subject, body: bytes });
  const { cleaned, ms } = timed(capture);
  // What takes long on a shared machine is looked at again: what hangs does so every time.
  if (ms >= limitMs) expect(Math.min(timed(capture).ms, timed(capture).ms)).toBeLessThan(limitMs);
  for (const draft of cleaned.drafts) {
    expect(JSON.stringify(draft).length).toBeLessThan(40_000);
    refusalOf(draft, now);
  }
  return cleaned;
}

/** One example of each parser of a page. */
const examples = [
  ...new Map(
    cases
      .filter(
        ({ noun, expected }) => noun !== 'block' && expected.outcome === 'ok' && expected.drafts.length > 0,
      )
      .map((one) => [`${one.noun}/${one.carrier}`, one] as const),
  ).values(),
];
const textOf = ({ capture }: Case) => Buffer.from(capture.body).toString('utf8');
const counters = /((?:Count|_count|heart)":)("[^"\\]*"|-?\d+)/g;

function fillingOf(megabytes: number): string {
  return '"line":"Interface text that a page would carry.",'.repeat(megabytes * 21_000);
}

const nests = {
  lists: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  objects: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
};

describe.each(examples.map((one) => [`${one.noun}/${one.carrier}`, one] as const))('%s', (_name, example) => {
  const { kind, subject } = example.capture;
  const text = textOf(example);

  test.each(Object.entries(nests))('every counter 100,000 %s deep', (_what, nest) => {
    const hits = [...text.matchAll(counters)].length;
    const nested = text.replace(counters, (_all, name: string) => name + nest);
    const { drafts } = clean(kind, nested, subject);
    if (hits === 0) return;
    for (const draft of drafts.filter(({ table }) => !table.endsWith('_info')))
      expect(refusalOf(draft, now)).not.toBeNull();
  });

  test.each(Object.entries(nests))('a member 100,000 %s deep beside the data', (_what, nest) => {
    const beside = text.replace(/\{"(?=[^{]*\{)/, () => `{"nest":${nest},"`);
    clean(kind, beside, subject);
  });

  test.each(Object.entries(nests))(
    'every text and every member 100,000 %s deep, one at a time',
    (_what, nest) => {
      const members = [...text.matchAll(/":(?="|-?\d|true|false|null)/g)].slice(0, 30);
      for (const { index } of members) {
        const value = /^":("(?:[^"\\]|\\.)*"|[^,}\]]*)/.exec(text.slice(index))?.[0] ?? '":';
        clean(kind, `${text.slice(0, index)}":${nest}${text.slice(index + value.length)}`, subject);
      }
    },
  );

  test('every text a megabyte long', () => {
    const long = 'a'.repeat(1_000_000);
    for (const { index } of [...text.matchAll(/":"/g)].slice(0, 15)) {
      const end = text.indexOf('"', index + 3);
      clean(kind, text.slice(0, index + 3) + long + text.slice(end), subject);
    }
  });

  test('cut anywhere, it is read like the whole page or not at all', () => {
    const whole = clean(kind, text, subject);
    for (let length = 0; length < text.length; length += Math.max(1, Math.floor(text.length / 60))) {
      const { drafts } = clean(kind, text.slice(0, length), subject);
      if (drafts.length > 0) expect(drafts).toEqual(whole.drafts);
    }
  });

  // Carriers share what steps over the filling: a few of them are asked for all of it.
  const megabytes = ['universal', 'creator-embed'].includes(example.carrier) ? 50 : 10;

  test(`${megabytes} MB of it, before the data and behind`, () => {
    const filling = fillingOf(megabytes);
    const block = /<script[^>]*>\s*(?:window[^{]*)?\{|^\s*\{/.exec(text);
    if (block === null) {
      clean(kind, `${text}<!-- ${filling} -->`, subject);
      return;
    }
    const at = block.index + block[0].length;
    const whole = clean(kind, text.slice(0, at) + filling + text.slice(at), subject);
    // A page is read in spite of it; the answer of an API is parsed as a whole and may be refused.
    if (!/-api$/.test(example.carrier) && text.startsWith('<'))
      expect(whole.drafts).toEqual(clean(kind, text, subject).drafts);
    clean(kind, `${text}${' '.repeat(megabytes * 1_000_000)}`, subject);
  });
});

test.each([
  ['50 MB of opening tags', '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" '.repeat(1_000_000)],
  ['50 MB of meta tags that do not end', '<meta name="description" content="'.repeat(1_400_000)],
  ['50 MB of marks', 'data-e2e="followers-count"'.repeat(1_900_000)],
  ['50 MB of quotes', '"'.repeat(50_000_000)],
  ['a string of 50 MB of backslashes', `{"__DEFAULT_SCOPE__":{"a":"${'\\'.repeat(50_000_000)}"}}`],
  ['an object of a million members', `{${'"a":1,'.repeat(1_000_000)}"b":2}`],
  ['50 MB of brackets', `{"__DEFAULT_SCOPE__":{"webapp.user-detail":${'['.repeat(50_000_000)}`],
])('%s', (_what, body) => {
  for (const kind of ['account-page', 'creator-embed'] as const) expect(clean(kind, body).drafts).toEqual([]);
});
