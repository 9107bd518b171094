import { checkTypesInDev } from './_dev-types.ts';
import { defineCommand } from './_front.ts';
import { exportSettings, readPort, siteRoot } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'dev',
  about: 'Serves the site while you edit pages and reports; it reloads by itself.',
  options: { port: { value: '<n>', about: 'port (4321)' } },
  async run({ settings, option }) {
    exportSettings(settings);
    process.env['ASTRO_DEV_BACKGROUND'] = '0';
    const { dev } = await import('astro');
    const server = await dev({
      root: siteRoot,
      server: { port: readPort(option('port'), 4321), host: '127.0.0.1' },
      vite: { plugins: [checkTypesInDev(siteRoot)] },
    });
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    await server.stop();
    return { exitCode: 0, json: {}, text: [] };
  },
});
