import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedAstro, knownAstro } from '../../../lib/operate/site/astro-inside.ts';
import { assertApp } from '../../../lib/operate/site/renderer.ts';

test('the installed Astro is the one whose inside is known', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const advice = `lib/operate/site/compile.ts and renderer.ts use the inside of Astro ${knownAstro}. With another version run
"npx vitest run tests/site" and "npm run proof -- rebuild"; where both pass, name it as knownAstro in lib/operate/site/astro-inside.ts.`;
  expect(installedAstro(), advice).toBe(knownAstro);
  expect(dependencies['astro'], advice).toBe(knownAstro);
});

describe('assertApp', () => {
  const call = () => {};
  const app = {
    setInternals: call,
    setOptions: call,
    render: call,
    getComponentByRoute: call,
    manifest: { routes: [{ routeData: { component: 'pages/index.astro' } }] },
  };

  test('lets an app with all that is used of it pass', () => {
    expect(() => assertApp(app)).not.toThrow();
  });

  test.each(Object.keys(app))('says that %s is missing, and what to do', (name) => {
    expect(() => assertApp({ ...app, [name]: undefined })).toThrow(
      expect.objectContaining({
        code: 'astro_changed',
        message: expect.stringMatching(
          new RegExp(
            `^The site cannot be built with Astro ${knownAstro.replaceAll('.', '\\.')}: .*"app\\.${name}"`,
          ),
        ),
        hint: `Install the versions that Clipbook names: npm ci, or npm install astro@${knownAstro}.`,
      }),
    );
  });

  test('says so where there is no app, or no list of routes', () => {
    expect(() => assertApp(undefined)).toThrow('has no function "app.setInternals"');
    expect(() => assertApp({ ...app, manifest: { routes: [{ component: 'pages/index.astro' }] } })).toThrow(
      'does not list its routes',
    );
  });
});
