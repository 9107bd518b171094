import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { load } from 'cheerio';
import { InputError } from '../errors.ts';
import { settleNow } from './site/now.ts';

/**
 * Versions of reports that stay as they were said: the article of a built page, kept under `reports/<slug>/<version>.html` of the data
 * root. The site prints them at `/reports/<slug>/<version>/` on every build, whatever became of the data and the notebook.
 */

const folder = 'reports';
const slugPattern = /^[a-z0-9][a-z0-9-]*$/;
/** A month or a day. */
const versionPattern = /^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/;

export interface ReportVersion {
  slug: string;
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  version: string;
  title: string;
  /** The instant that its numbers are as of. */
  asOf: string | null;
  /** The article as HTML. */
  html: string;
}

/** The kept versions of all reports, newest first. A file that is none is passed over. */
export async function readReportVersions(root: string): Promise<ReportVersion[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const found: ReportVersion[] = [];
  for (const entry of entries) {
    const slug = path.basename(entry.parentPath);
    const version = path.basename(entry.name, '.html');
    if (
      !entry.isFile() ||
      !entry.name.endsWith('.html') ||
      !slugPattern.test(slug) ||
      !versionPattern.test(version)
    )
      continue;
    const html = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
    found.push({ slug, version, ...describe(html), html });
  }
  return found.sort((a, b) =>
    a.version > b.version ? -1 : a.version < b.version ? 1 : a.slug < b.slug ? -1 : 1,
  );
}

function describe(html: string): { title: string; asOf: string | null } {
  const $ = load(html, null, false);
  return { title: $('h1').first().text(), asOf: $('.source time').last().attr('datetime') ?? null };
}

/**
 * Keeps the report as it was built under a version. The links of the article to other pages of the site become plain words, since those
 * pages move on; links within it and to other hosts stay. Returns the file, relative to the root; `false` for `kept` where the same was kept
 * before. Throws `InputError`: `bad_version`; `not_built` where the site has no such report; `version_taken` where that version says
 * something else.
 */
export async function keepReportVersion(
  root: string,
  site: string,
  slug: string,
  version: string,
): Promise<{ file: string; kept: boolean }> {
  if (!versionPattern.test(version))
    throw new InputError('bad_version', `"${version}" is not a month or a day.`, {
      hint: 'Name the version as 2026-11 or 2026-11-25.',
    });
  const page = path.join(site, folder, slug, 'index.html');
  const built = slugPattern.test(slug) ? await readFile(page, 'utf8').catch(() => null) : null;
  const html = built === null ? null : articleOf(built);
  if (html === null)
    throw new InputError('not_built', `The built site in ${site} has no report "${slug}".`, {
      hint: 'Build the site first: npm run build. The name of a report is the last part of its address.',
    });
  const file = `${folder}/${slug}/${version}.html`;
  const target = path.join(root, folder, slug, `${version}.html`);
  const known = await readFile(target, 'utf8').catch(() => null);
  if (known === html) return { file, kept: false };
  if (known !== null)
    throw new InputError(
      'version_taken',
      `Version ${version} of the report "${slug}" is kept already and says something else.`,
      {
        hint: 'What was said is not rewritten. Choose another version, for example the day.',
      },
    );
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.tmp`, html);
  await rename(`${target}.tmp`, target);
  return { file, kept: true };
}

/** The article of a report's page by itself; null where the page has none. */
function articleOf(page: string): string | null {
  const $ = load(page);
  const article = $('article.report').first();
  if (article.length === 0) return null;
  article.find('.crumb, .versions, .actions, script, [src]').remove();
  for (const link of article.find('a').toArray()) {
    const href = $(link).attr('href') ?? '';
    if (!/^(?:#|https?:)/.test(href)) $(link).replaceWith($(link).contents());
  }
  return `${settleNow(article.html()?.trim() ?? '')}\n`;
}
