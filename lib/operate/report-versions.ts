import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError, LedgerError } from '../errors.ts';

/**
 * Versions of reports that stay as they were said: whole pages, under `reports/<slug>/<version>.html` of the data root, with their style sheets
 * and fonts in `reports/assets/`. The first line of a page has the hash of the rest, the name of an asset its own. The site has them at
 * `/reports/<slug>/<version>/` in every build, byte for byte, whatever became of the data, the notebook and the code.
 */

const folder = 'reports';
/** Where their assets are, relative to the data root. */
const assetFolder = `${folder}/assets`;
const slugPattern = /^[a-z0-9][a-z0-9-]*$/;
/** A month or a day. */
const versionPattern = /^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/;
const firstLine = /^<!doctype html><!-- clipbook-report 1 sha256:([0-9a-f]{64}) -->\n/;
const assetLink = /<link rel="stylesheet" href="[^"]*\/reports\/assets\/([0-9a-f]{32}\.css)">/;
const assetUrl = /url\(['"]?([0-9a-f]{32}\.[a-z0-9]+)['"]?\)/g;

export interface ReportVersion {
  slug: string;
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  version: string;
  title: string;
  /** True for a whole page; an article alone is what earlier Clipbooks kept. */
  whole: boolean;
  /** The instant that the numbers of an article are as of. */
  asOf: string | null;
  html: string;
}

/**
 * The kept versions of all reports, newest first. A file that is none is passed over. Throws `LedgerError` (`report_damaged`) where one is not what
 * was kept.
 */
export async function readReportVersions(root: string): Promise<ReportVersion[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const found: ReportVersion[] = [];
  const sound = new Set<string>();
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
    const whole = isWhole(html);
    if (whole) await assertSound(root, slug, version, html, sound);
    found.push({ slug, version, whole, ...(await describe(html, whole)), html });
  }
  return found.sort((a, b) =>
    a.version > b.version ? -1 : a.version < b.version ? 1 : a.slug < b.slug ? -1 : 1,
  );
}

/** An article alone begins with its heading. */
function isWhole(html: string): boolean {
  return !html.startsWith('<h1');
}

async function describe(html: string, whole: boolean): Promise<{ title: string; asOf: string | null }> {
  // Most ledgers keep no version: they do not wait for a reader of HTML.
  const { load } = await import('cheerio');
  if (whole) {
    const $ = load(html.slice(0, html.indexOf('</head>')));
    return { title: $('meta[property="og:title"]').attr('content') ?? '', asOf: null };
  }
  const $ = load(html, null, false);
  return { title: $('h1').first().text(), asOf: $('.source time').last().attr('datetime') ?? null };
}

/** `sound` has the assets that were looked at already. */
async function assertSound(
  root: string,
  slug: string,
  version: string,
  html: string,
  sound: Set<string>,
): Promise<void> {
  const refuse = (file: string, why: string): never => {
    throw new LedgerError('report_damaged', `${file} in ${root} ${why}.`, {
      hint: `Take it back from git (git checkout -- ${file}, in the data root) or from a backup. Without either, remove ${folder}/${slug}/${version}.html, and the version is gone.`,
    });
  };
  const page = `${folder}/${slug}/${version}.html`;
  const [line, hash] = firstLine.exec(html) ?? [];
  if (line === undefined || hash !== sha256(html.slice(line.length)))
    return refuse(
      page,
      'is not the page that was kept: its content does not have the hash in its first line',
    );
  const look = async (name: string): Promise<string> => {
    const file = `${assetFolder}/${name}`;
    const bytes = await readFile(path.join(root, file)).catch(() => refuse(file, 'is missing'));
    if (!sound.has(name) && sha256(bytes).slice(0, 32) !== name.slice(0, 32))
      return refuse(file, 'is not the file that was kept: its content does not have the hash in its name');
    sound.add(name);
    return bytes.toString('utf8');
  };
  const style = assetLink.exec(html)?.[1];
  if (style === undefined || sound.has(style)) return;
  for (const [, name] of (await look(style)).matchAll(assetUrl)) await look(name as string);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Keeps a page and its assets as a version of a report. Returns the file, relative to the root; `false` for `kept` where the same was kept before.
 * Throws `InputError`: `bad_version`; `version_taken` where that version says something else. `LedgerError`: `report_damaged` where it is there and not
 * what was kept.
 */
export async function keepReportVersion(
  root: string,
  slug: string,
  version: string,
  page: { html: string; assets: ReadonlyMap<string, Uint8Array> },
): Promise<{ file: string; kept: boolean }> {
  assertVersion(slug, version);
  const file = `${folder}/${slug}/${version}.html`;
  const html = `<!doctype html><!-- clipbook-report 1 sha256:${sha256(page.html)} -->\n${page.html}`;
  const known = await readFile(path.join(root, file), 'utf8').catch(() => null);
  if (known !== null && isWhole(known)) await assertSound(root, slug, version, known, new Set());
  if (known === html) return { file, kept: false };
  if (known !== null)
    throw new InputError(
      'version_taken',
      `Version ${version} of the report "${slug}" is kept already and says something else.`,
      {
        hint: 'What was said is not rewritten. Choose another version, for example the day.',
      },
    );
  for (const [name, bytes] of page.assets) await write(root, `${assetFolder}/${name}`, bytes);
  await write(root, file, html);
  return { file, kept: true };
}

/** Throws `InputError`: `bad_version` where it is no month or day, `not_built` where no report can have that name. */
export function assertVersion(slug: string, version: string): void {
  if (!versionPattern.test(version))
    throw new InputError('bad_version', `"${version}" is not a month or a day.`, {
      hint: 'Name the version as 2026-11 or 2026-11-25.',
    });
  if (!slugPattern.test(slug)) refuseReport(slug);
}

/** Says that the built site has no such report. */
export function refuseReport(slug: string): never {
  throw new InputError('not_built', `The built site has no report "${slug}".`, {
    hint: 'Build the site first: npm run build. The name of a report is the last part of its address.',
  });
}

async function write(root: string, file: string, content: string | Uint8Array): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.tmp`, content);
  await rename(`${target}.tmp`, target);
}
