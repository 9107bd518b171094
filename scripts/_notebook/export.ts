import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPainter } from '#lib/chart/stand-alone';
import { InputError, messageOf } from '#lib/errors';
import { type Article, readArticle } from '#lib/notebook/export/article';
import { exportHtml } from '#lib/notebook/export/html';
import { exportIpynb } from '#lib/notebook/export/ipynb';
import { exportMarkdown } from '#lib/notebook/export/markdown';
import { parseReport } from '#lib/notebook/parse';
import { runNotebook } from '#lib/notebook/run';
import { summarise } from '#lib/notebook/summary';
import { defineCommand } from '../_front.ts';
import { buildSite, siteRoot } from '../_site.ts';
import { printPdf } from './pdf.ts';

const formats = ['html', 'pdf', 'md', 'ipynb', 'json'] as const;
type Format = (typeof formats)[number];

export const { help, run } = defineCommand({
  name: 'notebook export',
  positionals: '<report>',
  about:
    'Writes a report as one file. The site is built first, as far as it changed. Text goes to standard output where no file is said.',
  options: {
    format: { value: `<${formats.join('|')}>`, about: 'the format (the ending of --out, else html)' },
    out: { value: '<file>', about: 'write it there; Markdown puts its pictures into a folder beside it' },
    built: { about: 'take the site as it was built last' },
  },
  examples: [
    'clipbook notebook export weekly-growth --out weekly-growth.html',
    'clipbook notebook export account-review/museum --format ipynb --out museum.ipynb',
  ],
  async run({ settings, positionals, option, flag, json, progress }) {
    const [name = '', ...more] = positionals;
    const [slug = '', segment, ...rest] = name.replace(/^\/?(?:reports\/)?|\/$/g, '').split('/');
    if (more.length > 0 || rest.length > 0 || slug === '' || [slug, segment].includes('..'))
      throw new InputError('bad_usage', 'Say one report: clipbook notebook export <report>.', {
        hint: 'The name of a report is the last part of its address; a page of a template is <report>/<page>.',
      });
    const out = option('out');
    const format = formatOf(option('format') ?? (out === undefined ? 'html' : path.extname(out).slice(1)));
    if (out === undefined && (format === 'pdf' || json))
      throw new InputError('bad_usage', 'Say where the file goes: --out <file>.');
    const page = path.join(settings.out, 'reports', slug, segment ?? '', 'index.html');
    const file = `pages/reports/${slug}/index.mdx`;
    const text = await readFile(path.join(siteRoot, file), 'utf8').catch(() => {
      throw new InputError('no_notebook', `There is no report "${slug}".`, {
        hint: 'The name of a report is the last part of its address.',
      });
    });
    if (!flag('built')) await buildSite(settings, progress);
    progress(`Writing ${slug} as ${format}`);
    const html = await readFile(page, 'utf8').catch(() => {
      throw new InputError('not_built', `The built site in ${settings.out} has no page for "${name}".`, {
        hint: flag('built') ? 'Leave --built out.' : 'Its template does not list that page.',
      });
    });
    const article = readArticle(html, settings.site);
    const paint = await readPainter();
    const content = await contentOf(format);
    if (out === undefined) process.stdout.write(content);
    else {
      await mkdir(path.dirname(path.resolve(out)), { recursive: true });
      await writeFile(out, content);
    }
    return {
      exitCode: 0,
      json: { report: name, format, file: out ?? null, bytes: content.length },
      text: out === undefined ? [] : [`Wrote ${out}.`],
    };

    async function contentOf(wanted: Format): Promise<string | Uint8Array> {
      if (wanted === 'md') return markdown(article, paint, out);
      if (wanted === 'ipynb') return exportIpynb(article, parseReport(text, file), paint);
      if (wanted === 'json') return values(file, text, segment);
      const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(
        (match) => match[1] ?? '',
      );
      const standalone = await exportHtml(article, styles, (href) =>
        readAsset(settings.out, settings.base, href),
      );
      return wanted === 'html' ? standalone : printPdf(standalone, settings.chromium);
    }
  },
});

function formatOf(word: string): Format {
  const format = formats.find((each) => each === word);
  if (format === undefined)
    throw new InputError('bad_format', `"${word}" is not a format of reports.`, {
      hint: `Say --format ${formats.join('|')}.`,
    });
  return format;
}

async function readPainter(): Promise<(svg: string) => string> {
  const css = await readFile(path.join(siteRoot, 'pages/styles/chart.css'), 'utf8');
  return createPainter(css, 'light').paint;
}

function readAsset(out: string, base: string, href: string): Promise<Uint8Array | null> {
  const inSite = href.startsWith(base) ? href.slice(base.length) : href;
  const file = path.join(out, path.posix.normalize(`/${inSite}`));
  return readFile(file).catch(() => null);
}

async function markdown(
  article: Article,
  paint: (svg: string) => string,
  out: string | undefined,
): Promise<string> {
  const pictures: string[] = [];
  const folder = out === undefined ? null : `${path.basename(out, path.extname(out))}-pictures`;
  const text = exportMarkdown(article, (svg) => {
    const painted = paint(svg);
    if (folder === null) return `data:image/svg+xml;base64,${Buffer.from(painted).toString('base64')}`;
    pictures.push(painted);
    return `${encodeURIComponent(folder)}/${pictures.length}.svg`;
  });
  if (out !== undefined && folder !== null && pictures.length > 0) {
    const target = path.join(path.dirname(out), folder);
    await mkdir(target, { recursive: true });
    for (const [i, picture] of pictures.entries())
      await writeFile(path.join(target, `${i + 1}.svg`), picture);
  }
  return text;
}

/** What the cells printed and the values of those with a name, as far as JSON can say them. */
async function values(file: string, text: string, segment: string | undefined): Promise<string> {
  const { meta } = parseReport(text, file);
  const field = meta.params;
  const wanted = field === undefined || segment === undefined ? {} : { params: { [field]: segment } };
  const ran = await runNotebook(file, { root: siteRoot, ...wanted });
  const { title, question = null } = meta;
  const all = { title, question, params: ran.params, cells: summarise(ran), values: plain(ran.named) };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function plain(named: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => {
      if (
        typeof value === 'object' &&
        value !== null &&
        'objects' in value &&
        typeof value.objects === 'function'
      )
        return [name, value.objects()];
      try {
        return [name, JSON.parse(JSON.stringify(value ?? null))];
      } catch (error) {
        return [name, { error: messageOf(error) }];
      }
    }),
  );
}
