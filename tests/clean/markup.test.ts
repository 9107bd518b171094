import { describe, expect, test } from 'vitest';
import { linkedPaths, metaContents, textsOf } from '../../lib/clean/markup.ts';

const mark = '<strong data-e2e="followers-count">550&#75;</strong>';

describe('markup', () => {
  test('however attributes are quoted, and references resolved', () => {
    expect(
      textsOf(
        `<b  title='>' data-e2e='followers-count' >5&amp;K</b><i data-e2e=followers-count>6K</i>`,
        'followers-count',
      ),
    ).toEqual(['5&K', '6K']);
    expect(
      metaContents(
        '<META NAME="Description" CONTENT="a &quot;b&quot;"><meta property=og:description content=c>',
        ['description', 'og:description'],
      ),
    ).toEqual(['a "b"', 'c']);
    expect(
      linkedPaths(
        '<link rel="Canonical" href="https://x.example/@a?b=1"><meta property="og:url" content="not an address">',
      ),
    ).toEqual(['/@a']);
  });

  test('elements that hold more than a short text are passed over', () => {
    expect(textsOf('<a data-e2e="x"><b>5K</b></a><a data-e2e="x"></a>', 'x')).toEqual([]);
    expect(textsOf(`<a data-e2e="x">${'5'.repeat(61)}</a>`, 'x')).toEqual([]);
  });

  test('tags nested as deep as they may be are read, and a page with more tags than any has is not', () => {
    expect(textsOf('<div>'.repeat(19_990) + mark, 'followers-count')).toEqual(['550K']);
    expect(textsOf('<div>'.repeat(500_000) + mark, 'followers-count')).toEqual([]);
    expect(textsOf(`${' '.repeat(4_000_000)}${mark}`, 'followers-count')).toEqual([]);
  });
});
