import mdx from '@astrojs/mdx';
import type { AstroIntegration } from 'astro';
import type { NotebookOptions } from './options.ts';
import { notebook } from './vite-plugin.ts';

/**
 * Notebooks for Astro: MDX and, before it, the notebook plug-in. An `.mdx` file is then something pages import, never a
 * page by itself, so that all reports go through one `[slug]` route.
 */
export function notebooks(options: NotebookOptions = {}): AstroIntegration {
  const { hooks } = mdx();
  return {
    name: 'clipbook:notebooks',
    hooks: {
      ...hooks,
      'astro:config:setup': async (params) => {
        params.updateConfig({ vite: { plugins: [notebook(options)] } });
        // Some of Astro's functions are not enumerable, so the rest is inherited, not spread.
        const withoutRoutes = Object.create(params, { addPageExtension: { value: () => {} } });
        await hooks['astro:config:setup']?.(withoutRoutes);
      },
    },
  };
}
