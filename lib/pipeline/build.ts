import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { environmentOnly, type Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { git } from '../operate/git.ts';
import { clientFolder } from '../operate/site/compile.ts';
import { hashCode, hashStamps } from '../operate/site/inputs.ts';
import { wordsOfNow } from '../operate/site/now.ts';
import { filesIn, isSameStamp, readTextFile, stampOf } from '../operate/site/place.ts';
import { placeSite, renewWords } from '../operate/site/place-site.ts';
import { groupReasons, hashRoute, planPages, type ReasonGroup } from '../operate/site/plan.ts';
import { type BuildRecord, type PageRecord, readRecord, writeRecord } from '../operate/site/record.ts';
import type { SitePath } from '../operate/site/renderer.ts';
import { assertOwnFolder, ensureCompiled, openWorkspace } from '../operate/site/workspace.ts';
import { listFiles } from '../store/files.ts';
import { assertReadable } from '../store/layout.ts';
import { listPublishedFiles } from '../store/published.ts';
import { hashOfMaking, refuseSameIds, renewCommit } from './chart-records.ts';
import { RenderThreads } from './render-threads.ts';
import { readSiteFacts } from './site-facts.ts';

export interface BuildOptions {
  /** The folder that holds astro.config.mjs and pages/. */
  root: string;
  /** Renders every page, whatever is known of the last build. */
  force?: boolean;
  /** Lets Astro say what it does. */
  verbose?: boolean;
  /** How many threads render. @default as many as there are cores, where there are enough pages */
  threads?: number;
}

export interface BuildSummary {
  pages: number;
  rendered: number;
  /** Pages taken over from the last build. */
  reused: number;
  /** Why pages were rendered, most pages first. */
  reasons: ReasonGroup[];
}

export type BuildProgress = (step: string, done?: number, total?: number) => void;

/** The route whose files are copied as they are: those of the ledger. */
const copiedRoute = 'pages/data/[...path].ts';

/** The page that embedded charts are made from. */
const embedTemplate: SitePath = {
  route: 'pages/embed/index.astro',
  pathname: '/embed',
  file: 'embed/index.html',
  cacheKey: '',
  only: true,
};

/** Accounts up to which a site has a PNG of every chart, where the setting leaves it open. */
const accountsWithImages = 200;

/**
 * Builds the site of a ledger into `settings.out`, which keeps the old site until the new one is whole and its links were
 * followed. Pages whose rows, code and settings are those of the last build are taken over; the result has the bytes of a
 * build from nothing. `settings.as_of` is what counts as now.
 *
 * The environment has to say what the settings say: the pages read them there. Throws `ClipbookError` (`broken_links`,
 * `two_pages`), `InputError` (`bad_out`), `LedgerError` (`ledger_newer`); what a page throws passes through.
 */
export async function buildSite(
  settings: Settings & { as_of: string },
  options: BuildOptions,
  progress: BuildProgress,
  effects: Effects = liveEffects,
): Promise<BuildSummary> {
  const { out, data, base, as_of: asOf } = settings;
  const { root, force = false, verbose = false } = options;
  await assertReadable(data);
  assertOwnFolder(out, [root, data, process.cwd()]);
  const facts = await readSiteFacts(settings);
  const { chart_images } = settings;
  const images =
    chart_images !== 'auto' ? chart_images : facts.accounts <= accountsWithImages ? 'all' : 'none';
  const code = await hashCode(root, settings);
  const now: Inputs = {
    code: code.all,
    commit: await commitOfCode(root),
    data: hashStamps(data, await ledgerFiles(data), effects.now().getTime()),
    surroundings: hashOf(printedSettings(settings), facts.simulated, images, code.packages),
  };
  const words = wordsOfNow(facts, asOf);
  const workspace = await openWorkspace(root, out, now.code);
  let threads: RenderThreads | undefined;
  try {
    const before = force ? null : await readRecord(workspace.own);
    const place = { out, next: workspace.next, base, before, words };
    if (before !== null && (await isUnchanged(before, now, settings))) {
      const pages = renewWords(before.pages, place);
      await writeRecord(workspace.own, { ...before, asOf, words, pages });
      return { ...countPages(pages, []), reasons: [] };
    }
    const compiled = await ensureCompiled(root, workspace.compiled, {
      verbose,
      compiling: () => progress('Compiling the pages'),
    });
    progress('Comparing pages with the last build');
    threads = new RenderThreads(
      workspace.compiled,
      options.threads ?? availableParallelism(),
      // They start while pages are compared: which are to be rendered is known only then.
      before === null ? Number.POSITIVE_INFINITY : Object.keys(before.pages).length,
    );
    const codes = new Map<string, string>();
    const codeOf = (route: string) => {
      const known = codes.get(route) ?? hashRoute(compiled, route);
      codes.set(route, known);
      return known;
    };
    const paths = await threads.paths([copiedRoute, embedTemplate.route]);
    await threads.render({ into: workspace.next, pages: [embedTemplate], charts: null }, () => {});
    const making = {
      site: { title: settings.title, site: settings.site, base, commit: now.commit },
      css: readTextFile(path.join(root, 'pages/styles/chart.css')),
      template: readTextFile(path.join(workspace.next, embedTemplate.file)),
    };
    const charts = hashOfMaking(making, code.library);
    const planned = planPages(paths, { ...now, ...compiled, charts, codeOf }, before, { out, force });
    const toRender = planned.filter(({ reason }) => reason !== null).map(({ at }) => at);
    const pagesBefore = before?.pages ?? {};
    const madeBefore = (file: string) => (before?.charts === charts && pagesBefore[file]?.made) || {};
    const sayRendered = (done: number) => progress('Rendering pages', done, toRender.length);
    sayRendered(0);
    const rendered = await threads.render(
      {
        into: workspace.next,
        pages: toRender,
        charts: {
          ...making,
          images,
          out,
          known: Object.fromEntries(toRender.map(({ file }) => [file, madeBefore(file)])),
        },
      },
      sayRendered,
    );
    const reused = new Map(
      planned
        .filter(({ reason }) => reason === null)
        .map(({ at: { file } }) => [file, pagesBefore[file] as PageRecord]),
    );
    progress('Following links and placing the site');
    const renderedPages = new Map(
      rendered.map(({ at, ...page }) => {
        const { file, route, cacheKey = null } = toRender[at] as SitePath;
        return [file, { ...page, route, key: cacheKey, code: codeOf(route) }];
      }),
    );
    refuseSameIds([...renderedPages, ...reused].map(([file, { made }]) => [file, Object.keys(made)]));
    const placed = await placeSite({
      ...place,
      rendered: renderedPages,
      reused,
      renewed: before?.commit === now.commit ? new Map() : renewCommit(reused, now.commit, place),
      copies: new Map([
        ...(await listPublishedFiles(data)).map(copyOf('data', data)),
        ...compiled.assets.map((file) =>
          copyOf('', path.join(workspace.compiled, clientFolder))({ path: file }),
        ),
      ]),
    });
    const { sources, assets } = compiled;
    await writeRecord(workspace.own, { ...now, asOf, charts, words, sources, assets, ...placed });
    const why = planned.filter(({ at }) => isPage(at.file));
    return { ...countPages(placed.pages, toRender), reasons: groupReasons(why) };
  } finally {
    await threads?.end();
    await workspace.close();
  }
}

type Inputs = Pick<BuildRecord, 'code' | 'commit' | 'data' | 'surroundings'>;

/** True where a build would make the very pages that are there, but for what they say of now. */
async function isUnchanged(before: BuildRecord, now: Inputs, { out, as_of }: Settings): Promise<boolean> {
  if (now.data === null || now.data !== before.data) return false;
  if (now.commit !== before.commit) return false;
  if (now.code !== before.code || now.surroundings !== before.surroundings) return false;
  const made = Object.values(before.pages).flatMap((page) => Object.entries(page.made));
  const files = [...Object.entries(before.pages), ...Object.entries(before.copies), ...made];
  const readsClock = Object.values(before.pages).some(({ key }) => /(?:^| )clock:/.test(key ?? ''));
  if (readsClock && as_of !== before.asOf) return false;
  const present = await filesIn(out);
  return (
    present.length === files.length &&
    files.every(([file, { stamp }]) => isSameStamp(stampOf(path.join(out, file)), stamp))
  );
}

/** The last commit that changed how pages look: it stays where only numbers come in. Null outside a repository. */
async function commitOfCode(root: string): Promise<string | null> {
  try {
    return (await git(root, 'log', '-1', '--format=%H', '--', 'lib', 'pages', 'package.json')) || null;
  } catch {
    return null;
  }
}

/** Files of the ledger that a page may show. */
async function ledgerFiles(data: string): Promise<string[]> {
  const folders = ['clean', 'derived', 'issued', 'schema', 'reports'];
  const single = ['watchlist.csv', 'annotations.csv', 'rules.json', 'datapackage.json', 'state.json'];
  return [...single, ...(await Promise.all(folders.map((folder) => listFiles(data, folder)))).flat()];
}

/** Settings that pages may print: all but those that say where things are, what time it is, and secrets. */
function printedSettings(settings: Settings): object {
  const left = new Set<string>([...environmentOnly, 'as_of', 'out', 'data', 'cache']);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !left.has(name)));
}

function copyOf(folder: string, from: string): (file: { path: string }) => [file: string, source: string] {
  return ({ path: file }) => [path.posix.join(folder, file), path.join(from, file)];
}

function countPages(
  pages: BuildRecord['pages'],
  toRender: readonly SitePath[],
): Pick<BuildSummary, 'pages' | 'rendered' | 'reused'> {
  const all = Object.keys(pages).filter(isPage).length;
  const rendered = toRender.filter(({ file }) => isPage(file)).length;
  return { pages: all, rendered, reused: all - rendered };
}

const isPage = (file: string) => file.endsWith('.html');

function hashOf(...values: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 20);
}
