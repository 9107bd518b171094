import { describe, expect, test } from 'vitest';
import { findMember, findScope, frontityId, sigiIds } from '../../lib/clean/embedded.ts';
import { growthOfSteps } from '../helpers/counted-steps.ts';

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

  test.each([
    ['mentions of the id without a script', 'id="__UNIVERSAL_DATA_FOR_REHYDRATION__" '],
    ['opening tags without a text', '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" "'],
    ['tags that do not end', '<script id=__UNIVERSAL_DATA_FOR_REHYDRATION__ '],
  ])('%s, and many of them, take steps for their length alone', (_what, mention) => {
    const read = (text: string) => expect(findScope(text, ['wanted']).state).not.toBe('found');
    read(mention.repeat(200_000));
    expect(growthOfSteps(read, mention)).toBeLessThan(2.2);
  });

  test('a script in a huge block before the scope is stepped over, one that is huge itself is not read', () => {
    const filling = '"line":"Interface text that a page would carry.",'.repeat(400_000);
    const json = (scope: string) => `{${filling}"__DEFAULT_SCOPE__":{"other":1,"wanted":${scope}}}`;
    expect(findScope(page(json('{"x":1}')), ['wanted'])).toEqual({ state: 'found', value: { x: 1 } });
    expect(findScope(page(json(`{${filling}"x":1}`)), ['wanted']).state).toBe('broken');
  });

  test('a page that ends inside the script, or whose script never ends, is broken', () => {
    const text = block({ wanted: { x: 1 } });
    const open = text.indexOf('>', text.indexOf('__UNIVERSAL')) + 1;
    const close = text.indexOf('</script');
    for (let length = open; length < close; length += 3)
      expect(findScope(text.slice(0, length), ['wanted']).state).toBe('broken');
    expect(findScope(text.replace('</script>', ''), ['wanted']).state).toBe('broken');
  });

  test.each([
    ['single quotes', "<script type='application/json' id='__UNIVERSAL_DATA_FOR_REHYDRATION__'>"],
    ['no quotes', '<script id=__UNIVERSAL_DATA_FOR_REHYDRATION__ type=application/json>'],
    ['upper case and a line break', '<SCRIPT\nID = "__UNIVERSAL_DATA_FOR_REHYDRATION__">'],
    [
      'other attributes first',
      '<script nonce="a" data-x=\'b\' id="__UNIVERSAL_DATA_FOR_REHYDRATION__" async>',
    ],
  ])('markup with %s', (_what, open) => {
    const text = `<p>x</p>${open}{"__DEFAULT_SCOPE__":{"wanted":{"x":1}}}</Script>`;
    expect(findScope(text, ['wanted'])).toEqual({ state: 'found', value: { x: 1 } });
  });

  test('an id that only begins alike is another script', () => {
    const text =
      '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__2">{"__DEFAULT_SCOPE__":{"wanted":{}}}</script>';
    expect(findScope(text, ['wanted']).state).toBe('missing');
  });
});

describe('findMember', () => {
  const embed = (json: string) => `<script type="application/json" id="${frontityId}">${json}</script>`;

  test('reads the member at a path', () => {
    const text = embed('{"a":1,"source":{"b":2,"data":{"x":1}}}');
    expect(findMember(text, [frontityId], ['source', 'data'])).toEqual({ state: 'found', value: { x: 1 } });
    expect(findMember('<p>nothing</p>', [frontityId], ['source']).state).toBe('missing');
    expect(findMember(text, [frontityId], ['source', 'other']).state).toBe('missing');
  });

  test.each([
    ['a path that leads through a number', '{"source":1}'],
    ['a path that leads through a list', '{"source":[{"data":{}}]}'],
    ['a member that is no object', '{"source":{"data":[]}}'],
    ['a cut member', '{"source":{"data":{"x":1}'],
    ['a member that is not JSON', '{"source":{"data":{"x":y}}}'],
  ])('%s is broken', (_what, json) => {
    expect(findMember(embed(json), [frontityId], ['source', 'data']).state).toBe('broken');
  });

  test.each([
    ['by name', `window['SIGI_STATE']={"A":{"x":1}};window['SIGI_RETRY']={"A":{"x":2}};`],
    ['by property', 'window.SIGI_STATE = {"A":{"x":1}}'],
  ])('a script that assigns its data %s', (_what, script) => {
    const text = `<script id="sigi-persisted-data">${script}</script>`;
    expect(findMember(text, sigiIds, ['A'])).toEqual({ state: 'found', value: { x: 1 } });
  });

  test('an assignment that is cut is broken', () => {
    const text = `<script id="SIGI_STATE">window['SIGI_STATE']={"A":{"x":1}</script>`;
    expect(findMember(text, sigiIds, ['A']).state).toBe('broken');
  });
});
