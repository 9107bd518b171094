import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const project = path.resolve(import.meta.dirname, '../..');
const fixture = path.join(import.meta.dirname, 'fixtures/project');
const slugs = ['growth', 'hostile', 'outputs'];
let folder = '';

/** Builds the copy of the fixture with the project's own Astro configuration; what it printed, and whether it failed. */
async function build(): Promise<{ failed: boolean; printed: string }> {
  const astro = path.join(project, 'node_modules/astro/bin/astro.mjs');
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [astro, 'build'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    });
    return { failed: false, printed: stdout + stderr };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { failed: true, printed: stdout + stderr };
  }
}

/** Builds, and tells which reports were rendered. */
async function buildWell(): Promise<string[]> {
  const { failed, printed } = await build();
  expect(failed, printed).toBe(false);
  return [...printed.matchAll(/rendered:(\S+)/g)].map(([, slug]) => slug as string).sort();
}

const page = async (slug: string) => readFile(path.join(folder, `dist/reports/${slug}/index.html`), 'utf8');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'clipbook-site-'));
  await cp(fixture, folder, { recursive: true });
  await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFile(
    path.join(folder, 'astro.config.mjs'),
    `import config from ${JSON.stringify(path.join(project, 'astro.config.mjs'))};
import { notebooks } from ${JSON.stringify(path.join(project, 'lib/notebook/integration.ts'))};
export default { ...config, experimental: { incrementalBuild: true }, integrations: [notebooks({ cell: '/pages/_components/Cell.astro' })] };
`,
  );
  expect(await buildWell()).toEqual(slugs);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a built report', () => {
  test('prints prose, outputs and code, with the words kept apart', async () => {
    const $ = load(await page('growth'));
    expect($('body > p').first().text().trim()).toBe('museum gained +30 followers.');
    expect($('section').attr('data-gain')).toBe('30');
    expect($('section').attr('lang')).toBe('en');
    expect($('#gain .output').text()).toContain('value 30');
    expect($('#gain .caption').text()).toBe('Gain of "the" week');
    expect($('#gain pre')).toHaveLength(0);
    expect($('#days .output').text()).toContain('2026-11-01 100; 2026-11-08 130');
    expect($('#days pre').text()).toBe('daily.map(({ day, followers }) => ({ day, followers }))');
    expect($('body meta')).toHaveLength(0);
  });

  test('a number with its unit in the prose, and what a cell gives', async () => {
    const $ = load(await page('outputs'));
    expect($('body > p').first().text().trim()).toBe('It took 3.2% and 7.');
    expect($('#share .output').text()).toContain('value 3.2%');
    expect($('#plot .output').text()).toContain('picture');
  });

  test('hostile text stays text, in captions, code, values and prose', async () => {
    const html = await page('hostile');
    const $ = load(html);
    expect($('script, img, b')).toHaveLength(0);
    expect($('body > p').first().text()).toBe(
      'Name: <img src=x onerror=alert(1)>, mark: </script><script>alert(2)</script>',
    );
    expect($('.caption').first().text()).toBe(`</script><b>"bold"</b> {1 + 1} \${x}`);
    expect($('body > p').eq(1).text()).toBe('{name}');
    expect($('pre').eq(1).text()).toContain(`// </script><!-- {name} \`\${name}\` -->`);
  });

  test('has a strict policy and nothing inline', async () => {
    const html = await page('growth');
    const $ = load(html);
    const policy = $('meta[http-equiv="content-security-policy"]').attr('content') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self'/);
    expect(policy).toMatch(/style-src 'self'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect($('style, script:not([src]), [style]')).toHaveLength(0);
    expect($('link[rel="stylesheet"]').attr('href')).toMatch(/^\/_astro\/.+\.css$/);
  });

  test('is taken from the last build where its code is the same, and is the same byte for byte', async () => {
    const before = await Promise.all(slugs.map(page));
    const words = path.join(folder, 'pages/reports/outputs/_words.ts');
    await writeFile(words, "export const words = ['one', 'three', 'eleven'];\n");
    expect(await buildWell()).toEqual(['outputs']);
    expect(await page('growth')).toBe(before[0]);
    expect(await page('hostile')).toBe(before[1]);
    await cp(path.join(fixture, 'pages/reports/outputs/_words.ts'), words);
    await rm(path.join(folder, '.cache'), { recursive: true });
    expect(await buildWell()).toEqual(slugs);
    expect(await Promise.all(slugs.map(page))).toEqual(before);
  });
});

describe('a report with a fault', () => {
  test('fails the build with file, line and column', async () => {
    await cp(path.join(folder, 'faulty/reports/throws'), path.join(folder, 'pages/reports/throws'), {
      recursive: true,
    });
    const { failed, printed } = await build();
    expect(failed).toBe(true);
    expect(printed).toContain('pages/reports/throws/index.mdx:13:3 - no 2');
  });
});
