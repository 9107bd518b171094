import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { SvgDocument, type SvgElement } from '../../lib/chart/svg-document.ts';

type Tree = [name: string, attributes: string[], text: string, children: Tree[]];

/** Plot numbers what it clips and marks by a counter of the process. */
const unnumbered = (text: string) => text.replace(/plot-(clip|marker)-\d+/g, 'plot-$1');

function treeOf(element: SvgElement): Tree {
  const attributes = [...element.attributes].map(([name, value]) => unnumbered(`${name}=${value}`)).sort();
  return [element.localName, attributes, element.text, element.children.map(treeOf)];
}

function treeOfDom(element: Element): Tree {
  const attributes = [...element.attributes].map(({ name, value }) => unnumbered(`${name}=${value}`)).sort();
  const text = [...element.childNodes]
    .filter(({ nodeType }) => nodeType === 3)
    .map((node) => node.textContent);
  return [element.localName, attributes, text.join(''), [...element.children].map(treeOfDom)];
}

const points = [
  { x: 1, y: 2, kind: 'a', url: 'https://example.org/?a&b', words: 'one\ntwo' },
  { x: 2, y: 5, kind: 'b', url: 'https://example.org/', words: '<b>&' },
  { x: 3, y: null, kind: 'a', url: 'https://example.org/', words: '' },
];
const at = { x: 'x', y: 'y' };

const pictures: Record<string, () => Plot.PlotOptions> = {
  'axes, a grid and a title on each point': () => ({
    grid: true,
    marks: [Plot.frame(), Plot.dot(points, { ...at, title: 'words', r: 'x', fill: 'kind' })],
  }),
  'a clipped line with markers': () => ({
    marks: [Plot.line(points, { ...at, clip: true, marker: 'arrow' }), Plot.areaY(points, at)],
  }),
  facets: () => ({ marks: [Plot.barY(points, { x: 'x', y: 'y', fx: 'kind' }), Plot.ruleY([0])] }),
  'links, and text in several lines': () => ({
    marks: [
      Plot.text(points, { ...at, text: 'words', href: 'url' }),
      Plot.text(['cut short'], { frameAnchor: 'top', lineWidth: 3, textOverflow: 'ellipsis' }),
    ],
  }),
  'cells, vectors, links and contours': () => ({
    marks: [
      Plot.cell(points, { x: 'x', y: 'kind' }),
      Plot.vector(points, { x: 'x', y: 'kind', length: 9 }),
      Plot.arrow(points, { x1: 'x', y1: 'kind', x2: 'y', y2: 'kind' }),
      Plot.hull(points, { x: 'x', y: 'kind' }),
    ],
  }),
};

describe('Plot draws the same as into a whole DOM', () => {
  test.each(Object.entries(pictures))('%s', (_, options) => {
    const whole = parseHTML('<html></html>').document;
    const light = new SvgDocument() as unknown as Document;
    const drawn = Plot.plot({ ...options(), document: light, figure: false }) as unknown as SvgElement;
    const wanted = treeOfDom(Plot.plot({ ...options(), document: whole, figure: false }));
    expect(wanted[3].length).toBeGreaterThan(1);
    expect(treeOf(drawn)).toEqual(wanted);
  });
});

test('an element has one parent, and its text replaces what it held', () => {
  const document = new SvgDocument();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => document.createElement(name)) as [
    SvgElement,
    SvgElement,
    SvgElement,
  ];
  a.appendChild(b);
  a.insertBefore(c, b);
  expect(a.children).toEqual([c, b]);
  b.appendChild(c);
  expect(a.children).toEqual([b]);
  expect(c.parentNode).toBe(b);
  c.textContent = 'words';
  expect(a.textContent).toBe('words');
  a.textContent = null;
  expect(a.children).toEqual([]);
  expect(a.textContent).toBe('');
});

test('what it was not given, it does not have', () => {
  const element = new SvgDocument().createElementNS('http://www.w3.org/2000/svg', 'g');
  expect(element.getAttribute('x')).toBeNull();
  element.setAttribute('x', 1);
  expect(element.getAttribute('x')).toBe('1');
  element.removeAttribute('x');
  expect(element.hasAttribute('x')).toBe(false);
});
