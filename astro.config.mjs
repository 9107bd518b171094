import { defineConfig, passthroughImageService } from 'astro/config';
import { readSettings } from '#lib/config';
import { notebooks } from '#lib/notebook/integration';

const { out, base, site } = readSettings();

/** Vite wraps each `import()` into a kilobyte that preloads what the module imports: more than the modules of these pages weigh. */
const plainImports = {
  name: 'clipbook:plain-imports',
  enforce: 'pre',
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
};

export default defineConfig({
  // With the project's folder as the source, `pages/` stands at the top.
  srcDir: '.',
  publicDir: './public',
  outDir: out,
  cacheDir: './.cache/astro',
  base,
  ...(site === null ? {} : { site }),
  trailingSlash: 'always',
  // 'jsx' would drop the white space between inline elements, and with it spaces between words.
  compressHTML: true,
  devToolbar: { enabled: false },
  prerenderConflictBehavior: 'error',
  build: { inlineStylesheets: 'never' },
  // Shiki writes inline styles, which the policy below refuses.
  markdown: { syntaxHighlight: false },
  image: { service: passthroughImageService() },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
  integrations: [notebooks()],
  vite: {
    cacheDir: './.cache/vite',
    build: { assetsInlineLimit: 0 },
    plugins: [plainImports],
  },
});
