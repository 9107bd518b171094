import { expect, test } from 'vitest';
import { bodyText } from '../../lib/clean/decode.ts';

const utf8 = new TextEncoder().encode('陶芸 🏺');

test.each([
  ['declared as what it is', 'text/html; charset=utf-8', utf8, '陶芸 🏺'],
  ['declared as something else', 'text/html; charset=iso-8859-1', utf8, '陶芸 🏺'],
  ['not declared', '', utf8, '陶芸 🏺'],
  ['with a byte-order mark', '', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'a'],
  ['in the declared charset', 'text/html; charset="windows-1252"', Uint8Array.of(0x63, 0xe9), 'cé'],
  ['in an unknown charset', 'text/html; charset=klingon', Uint8Array.of(0x63, 0xe9), 'c\ufffd'],
  ['empty', 'text/html', new Uint8Array(), ''],
])('a body %s', (_what, content_type, body, text) => {
  expect(bodyText({ body, content_type })).toBe(text);
});

test('a view into a larger buffer is read from its own start', () => {
  expect(bodyText({ body: new Uint8Array(utf8.buffer, 7), content_type: '' })).toBe('🏺');
});
