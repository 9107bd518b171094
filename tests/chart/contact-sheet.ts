import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeText } from '../../lib/chart/escape.ts';
import { cases } from './cases.ts';
import { sparklines } from './sparklines.ts';

/** Every golden case on one page, to be looked at: `npx tsx tests/chart/contact-sheet.ts [folder] [name part]`. */
const folder = process.argv[2] ?? path.join(tmpdir(), 'clipbook-charts');
const part = process.argv[3] ?? '';
const css = readFileSync(fileURLToPath(new URL('../../pages/styles/chart.css', import.meta.url)), 'utf8');
const figures = Object.entries(cases)
  .filter(([name]) => name.includes(part))
  .map(([name, make]) => {
    const chart = make();
    const notes = chart.notes.map((note) => `<li>${escapeText(note)}</li>`).join('');
    return `<figure><small>${name} · ${chart.id} · ${chart.svg.length} B + ${chart.svgNarrow?.length ?? 0} B</small>
<h2>${escapeText(chart.title)}</h2><p>${escapeText(chart.subtitle)}</p>
<div class="chart-frame"><div class="chart-wide">${chart.svg}</div><div class="chart-narrow">${chart.svgNarrow ?? ''}</div></div>
<ul>${notes}</ul><p><b>Alt:</b> ${escapeText(chart.alt)}</p><p><b>Source:</b> ${escapeText(chart.source)}</p></figure>`;
  });
const sparks = Object.values(sparklines).map((draw) => draw());
mkdirSync(folder, { recursive: true });
for (const theme of ['light', 'dark'])
  writeFileSync(
    path.join(folder, `${theme}.html`),
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Charts</title>
<style>:root{color-scheme:${theme}}body{margin:0 auto;padding:16px;max-width:72rem;background:var(--chart-paper);color:var(--chart-ink);font:17px/1.4 system-ui,sans-serif}figure{margin:0 0 48px}h2{font-size:20px;margin:4px 0}p,ul,small{font-size:14px;margin:2px 0;color:var(--chart-ink-2)}p{max-width:70ch}${css}</style>
${part === '' ? sparks.join(' ') : ''}${figures.join('\n')}</html>`,
  );
process.stderr.write(`${path.join(folder, 'light.html')}\n`);
