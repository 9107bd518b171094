import { defineCommand } from './_front.ts';
import { buildSite } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'build',
  about: 'Builds the site from the ledger into CLIPBOOK_OUT (./dist) and follows every link in it.',
  options: {},
  async run({ settings, progress }) {
    progress('Building the site');
    const summary = await buildSite(settings);
    return {
      exitCode: 0,
      json: summary,
      text: [
        `${summary.pages} pages in ${settings.out}, ${summary.seconds} s. Look at them: npm run preview`,
      ],
    };
  },
});
