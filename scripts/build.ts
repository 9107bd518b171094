import { listUnkept } from '#lib/pipeline/frozen-months';
import { defineCommand } from './_front.ts';
import { buildForPrograms, buildSite, describeBuild, describeUnkept, siteRoot } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'build',
  about:
    'Builds the site from the ledger into CLIPBOOK_OUT (./dist) and follows every link in it. Pages whose data and code did not change are taken over from the last build.',
  options: {
    force: { about: 'render every page' },
    verbose: { about: 'list every page that was rendered, and let Astro say what it does' },
  },
  async run({ settings, flag, progress }) {
    const options = { force: flag('force'), verbose: flag('verbose') };
    const summary = await buildSite(settings, progress, options);
    const unkept = await listUnkept(settings, siteRoot);
    return {
      exitCode: 0,
      json: { ...buildForPrograms(summary, options.verbose), ...(unkept.length > 0 && { unkept }) },
      text: [
        ...describeBuild(summary, settings.out, options.verbose),
        ...describeUnkept(unkept),
        'Look at them: npm run preview',
      ],
    };
  },
});
