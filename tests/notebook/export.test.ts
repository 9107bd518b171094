import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { readArticle } from '#lib/notebook/export/article';
import { exportHtml } from '#lib/notebook/export/html';
import { exportIpynb } from '#lib/notebook/export/ipynb';
import { escapeMarkdown, exportMarkdown } from '#lib/notebook/export/markdown';
import { parseReport } from '#lib/notebook/parse';
import { faultsOfNotebook } from './nbformat.ts';

const page = `<!doctype html><html><head><link rel="stylesheet" href="/_astro/a.css"><script src="/x.js"></script></head><body>
<article class="report"><p class="crumb"><a href="/reports/">Reports</a></p>
<h1>Growth &lt;b&gt;</h1><!--now:as-of-->
<p onclick="x()" style="color:red">@some_one gained <strong>30</strong>, see <a href="/accounts/a/">a</a> and <a href="https://example.org/">there</a>. 1 * 2 _x_ | y</p>
<div class="cell" data-cell="1" id="cell-chart"><div class="cell-output"><figure id="c" data-cursor="day"><h3>Rising</h3>
<div class="chart-wide" data-places="1"><svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="From 1 [to] 2."><path d="M0 0"/></svg></div>
<div class="chart-narrow"><svg class="chart-svg" role="img" aria-label="From 1 [to] 2."><path d="M1 1"/></svg></div>
<table><thead><tr><th>Day</th><th class="n">Followers<span class="unit">n</span></th></tr></thead><tbody><tr><th>2026-11-01</th><td class="n">1|2</td></tr></tbody></table>
<ul class="actions"><li><a href="/c/c.svg" download>Image</a></li></ul></figure></div>
<details class="cell-code"><summary>Code (1 line)</summary><pre><code>chart</code></pre></details></div>
<ul><li>one</li><li>two <code>a\`b</code></li></ul>
<div class="cell" data-cell="2"><div class="cell-output"><p class="cell-value"><data value="3">3</data></p></div></div>
<img src="/logo.png"><button>Press</button></article></body></html>`;

const report = parseReport(
  '---\ntitle: Growth\n---\n\n```ts cell hide=both\nconst chart = 1\n```\n\n```ts cell name=chart\nchart\n```\n\n```ts cell hide=code\n3\n```\n',
  'x.mdx',
);

describe('readArticle', () => {
  test('keeps what stands by itself', () => {
    const { $, root, title } = readArticle(page, null);
    expect(title).toBe('Growth <b>');
    expect(
      root.find('.crumb, .actions, script, button, img, [onclick], [style], [data-cursor]'),
    ).toHaveLength(0);
    expect(
      root
        .find('a')
        .toArray()
        .map((link) => $(link).attr('href')),
    ).toEqual(['https://example.org/']);
    const { $: at, root: sited } = readArticle(page, 'https://ledger.example');
    expect(at(sited.find('a').get(0)).attr('href')).toBe('https://ledger.example/accounts/a/');
    expect(() => readArticle('<p>x</p>', null)).toThrow(
      expect.objectContaining({ code: 'no_article', exitCode: 2 }),
    );
  });
});

describe('exportHtml', () => {
  test('asks for nothing, and its policy lets nothing in but its own style', async () => {
    const files: Record<string, string> = {
      '/_astro/a.css': '@font-face{src:url(/_astro/f.woff2)} b{background:url("missing.png")}',
      '/_astro/f.woff2': 'font',
    };
    const html = await exportHtml(readArticle(page, null), ['/_astro/a.css'], async (href) =>
      files[href] === undefined ? null : Buffer.from(files[href]),
    );
    const $ = load(html);
    const css = $('style').text();
    const hash = createHash('sha256').update(css).digest('base64');
    expect($('meta[http-equiv]').attr('content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(css).toBe('@font-face{src:url(data:font/woff2;base64,Zm9udA==)} b{background:url("")}');
    expect($('script, link, [src], [style], [data-cell]')).toHaveLength(0);
    expect($('title').text()).toBe('Growth <b>');
    expect($('svg')).toHaveLength(2);
  });
});

test('exportMarkdown: prose, pictures with their sentence, tables, code', () => {
  const svgs: string[] = [];
  const text = exportMarkdown(readArticle(page, null), (svg) => {
    svgs.push(svg);
    return `${svgs.length}.svg`;
  });
  expect(text).toBe(`# Growth \\<b\\>

@some_one gained **30**, see a and [there](<https://example.org/>). 1 \\* 2 \\_x\\_ \\| y

### Rising

![From 1 \\[to\\] 2.](1.svg)

| Day | Followers (n) |
| --- | ---: |
| 2026-11-01 | 1\\|2 |

\`\`\`ts
chart
\`\`\`

- one
- two \`\`a\`b\`\`

3
`);
  expect(svgs).toEqual([expect.stringContaining('<path d="M0 0"/>')]);
});

test.each([
  ['a_b _c_', 'a_b \\_c\\_'],
  ['1. x', '1\\. x'],
  ['- x', '\\- x'],
])('escapeMarkdown: %s', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('exportIpynb is a notebook of Jupyter 4.5 with every cell and what it printed', () => {
  const text = exportIpynb(readArticle(page, null), report, (svg) => svg.replace(' class="chart-svg"', ''));
  expect(faultsOfNotebook(text)).toEqual([]);
  const notebook = JSON.parse(text);
  expect(notebook).toMatchObject({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'deno', display_name: 'Deno' } },
  });
  expect(
    notebook.cells.map((cell: { cell_type: string; source: string[] }) => [
      cell.cell_type,
      cell.source.join(''),
    ]),
  ).toEqual([
    ['markdown', expect.stringMatching(/^# Growth/)],
    ['code', 'const chart = 1'],
    ['code', 'chart'],
    ['markdown', '- one\n- two ``a`b``'],
    ['code', '3'],
  ]);
  const [, hidden, chart, , value] = notebook.cells;
  expect(hidden).toMatchObject({ metadata: { jupyter: { source_hidden: true } }, outputs: [] });
  expect(chart.outputs).toEqual([
    {
      output_type: 'display_data',
      metadata: {},
      data: {
        'image/svg+xml': [expect.stringMatching(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img"/)],
        'text/plain': ['From 1 [to] 2.'],
      },
    },
  ]);
  expect(value.outputs[0].data).toEqual({ 'text/markdown': ['3'], 'text/plain': ['3'] });
});

test.each<[string, (notebook: NotebookText) => unknown, RegExp]>([
  ['an id twice', ({ cells: [one, other] }) => Object.assign(one, { id: other['id'] }), /stands twice/],
  ['an id with a space', ({ cells: [prose] }) => Object.assign(prose, { id: 'a b' }), /0\/id.*pattern/],
  ['a code cell without outputs', ({ cells: [, code] }) => delete code['outputs'], /outputs/],
  ['a source that is no text', ({ cells: [prose] }) => Object.assign(prose, { source: [1] }), /source/],
  ['Markdown with outputs', ({ cells: [prose] }) => Object.assign(prose, { outputs: [] }), /additional/],
  ['another minor version', (notebook) => Object.assign(notebook, { nbformat_minor: 4 }), /nbformat_minor/],
])('the rules of the format see %s', (_, spoil, fault) => {
  const notebook = JSON.parse(exportIpynb(readArticle(page, null), report, (svg) => svg)) as NotebookText;
  spoil(notebook);
  expect(faultsOfNotebook(JSON.stringify(notebook)).join('\n')).toMatch(fault);
});

interface NotebookText {
  cells: [Record<string, unknown>, Record<string, unknown>];
}

describe('inputs', () => {
  const choices = `<article class="report"><h1>Choices</h1>
<div class="cell" data-cell="0"><div class="cell-output"><div class="alternatives">
<div class="control" data-input="range" data-name="n"><label><span>N</span><select><option value="1">one</option><option value="2" selected>two</option></select></label>
<label hidden><span>N</span><input type="range"><output>two</output></label></div>
<div class="alternative"><p class="alternative-name">N: one</p><p class="cell-value"><data value="1">1</data></p></div>
<div class="alternative"><p class="alternative-name">N: two</p><div class="alternatives"><div class="control"><label><input type="checkbox"> fine</label></div>
<div class="alternative"><p class="alternative-name">fine: no</p><p>2</p></div><div class="alternative"><p class="alternative-name">fine: yes</p><p>2.0</p></div></div></div>
</div></div></div></article>`;
  const ofChoices = parseReport('---\ntitle: Choices\n---\n\n```ts cell\nn.each(String)\n```\n', 'x.mdx');

  test('Markdown has every alternative under its name, and no control', () => {
    expect(exportMarkdown(readArticle(choices, null), String)).toBe(
      '# Choices\n\n**N: one**\n\n1\n\n**N: two**\n\n**fine: no**\n\n2\n\n**fine: yes**\n\n2.0\n',
    );
  });

  test('a Jupyter notebook has an output for each alternative, after its name', () => {
    const text = exportIpynb(readArticle(choices, null), ofChoices, (svg) => svg);
    expect(faultsOfNotebook(text)).toEqual([]);
    const { outputs } = JSON.parse(text).cells[1];
    expect(outputs.map(({ data }: { data: Record<string, string[]> }) => data['text/plain'])).toEqual(
      ['N: one', '1', 'N: two', 'fine: no', '2', 'fine: yes', '2.0'].map((line) => [line]),
    );
    expect(outputs[0].data['text/markdown']).toEqual(['**N: one**']);
  });

  test('HTML keeps the controls that need no script', async () => {
    const html = await exportHtml(readArticle(choices, null), [], async () => null);
    const $ = load(html);
    expect($('select, [type="checkbox"]')).toHaveLength(2);
    expect($('[type="range"], [hidden]')).toHaveLength(0);
  });
});
