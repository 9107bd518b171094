import { describe, expect, test } from 'vitest';
import { findBlock, findScope, frontityId } from '../../lib/clean/embedded.ts';

const page = (json: string) =>
  `<html><body><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">${json}</script></body></html>`;
const block = (scopes: object) => page(JSON.stringify({ __DEFAULT_SCOPE__: scopes }));

describe('findScope', () => {
  test('finds the first of the names that is there', () => {
    expect(findScope(block({ b: { x: 2 } }), ['a', 'b'])).toEqual({ state: 'found', value: { x: 2 } });
  });

  test('a name inside a text or deeper in another scope is not the scope', () => {
    const text = block({ other: { wanted: { x: 1 }, text: '"wanted":{"x":3}' } });
    expect(findScope(text, ['wanted']).state).toBe('missing');
  });

  test('reads blocks of another shape around the scopes', () => {
    const json = JSON.stringify({ first: 1, __DEFAULT_SCOPE__: { wanted: { x: 1 } } });
    expect(findScope(page(json), ['wanted'])).toEqual({ state: 'found', value: { x: 1 } });
  });

  test('white space and escapes', () => {
    const json = `\n { "__DEFAULT_SCOPE__" :\n { "a\\"}" : "x\\\\" , "wanted" : { "x" : "\\u002F" } }\n}\n`;
    expect(findScope(page(json), ['wanted'])).toEqual({ state: 'found', value: { x: '/' } });
  });

  test('a mention of the id in a script or a comment is not the block', () => {
    const text = `<script>document.querySelector('script[id="__UNIVERSAL_DATA_FOR_REHYDRATION__"]')</script>${block({ wanted: { x: 1 } })}`;
    expect(findScope(text, ['wanted'])).toEqual({ state: 'found', value: { x: 1 } });
  });

  test.each([
    ['a list', '[1]'],
    ['nothing', ''],
    ['a text', '"x"'],
    ['a cut object', '{"__DEFAULT_SCOPE__":{"wanted":{"x":1}'],
    ['a cut text', '{"__DEFAULT_SCOPE__":{"wanted":{"x":"1'],
    ['something behind the end', '{"__DEFAULT_SCOPE__":{"wanted":{"x":1}}} x'],
    ['a scope that is not JSON', '{"__DEFAULT_SCOPE__":{"wanted":{x:1}}}'],
    ['a scope that is a number', '{"__DEFAULT_SCOPE__":{"wanted":1}}'],
  ])('%s is broken', (_what, json) => {
    expect(findScope(page(json), ['wanted']).state).toBe('broken');
  });

  test('nesting a million deep neither hangs nor overflows', () => {
    const deep = `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`;
    const text = page(`{"__DEFAULT_SCOPE__":{"other":${deep},"wanted":{"x":1}}}`);
    expect(findScope(text, ['wanted'])).toEqual({ state: 'found', value: { x: 1 } });
    expect(findScope(page(`{"__DEFAULT_SCOPE__":{"wanted":${deep}}}`), ['wanted']).state).toBe('found');
    expect(findScope(text.slice(0, -60), ['wanted']).state).toBe('broken');
  });

  test('many mentions of the id do not take long', () => {
    const text = `${'id="__UNIVERSAL_DATA_FOR_REHYDRATION__" '.repeat(20_000)}`;
    const start = performance.now();
    expect(findScope(text, ['wanted']).state).toBe('missing');
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

test('findBlock reads the whole block of an embed', () => {
  const text = `<script type="application/json" id="${frontityId}">{"source":{"data":{}}}</script>`;
  expect(findBlock(text, frontityId)).toEqual({ state: 'found', value: { source: { data: {} } } });
  expect(findBlock('<p>nothing</p>', frontityId).state).toBe('missing');
});
