import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '#lib/notebook/picture';

describe('pictureOf', () => {
  test('Plot’s options, a mark, and marks together', () => {
    const options = { marks: [Plot.ruleY([0])], title: 'T' };
    expect(pictureOf(options)).toEqual({ options });
    const dot = Plot.dot([1, 2], { x: (value: number) => value });
    expect(pictureOf(dot)).toEqual({ options: { marks: [dot] } });
    const both = Plot.marks(dot, Plot.frame());
    expect(pictureOf(both)).toEqual({ options: { marks: [both] } });
    expect([1, [dot], { a: 1 }, null, 'x', () => 1].map(pictureOf)).toEqual(Array(6).fill(null));
  });

  test('an element that Plot drew loses what a page may not have', () => {
    const { document } = parseHTML('<html><body></body></html>');
    const element = Plot.plot({
      document,
      caption: 'C',
      marks: [Plot.dot([3, 4], { x: (value: number) => value })],
    });
    const picture = pictureOf(element) as { svg: string };
    expect(picture.svg).toMatch(/^<svg [\s\S]*<circle [\s\S]*<\/svg>$/);
    expect(picture.svg).not.toMatch(/<style|style=|<g aria-label/);
  });

  test('scripts, handlers and links elsewhere go, text stays text', () => {
    const outerHTML = `<svg onload="a()" xmlns="http://www.w3.org/2000/svg"><script>b()</script><use href="https://example.org/x.svg#a"/><use href="#a"/><foreignObject><b/></foreignObject><text ONCLICK="c()">&lt;b&gt; &amp; x</text></svg>`;
    expect(pictureOf({ localName: 'svg', outerHTML })).toEqual({
      svg: '<svg xmlns="http://www.w3.org/2000/svg"><use/><use href="#a"/><text>&lt;b&gt; &amp; x</text></svg>',
    });
    expect(pictureOf({ localName: 'figure', outerHTML: '<figure><p>no picture</p></figure>' })).toBeNull();
  });
});
