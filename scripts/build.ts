import { defineCommand } from './_front.ts';
import { type BuildSummary, buildSite } from './_site.ts';

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
        ...sayWhy(summary),
        `${summary.pages} pages in ${settings.out}, ${summary.rendered} rendered, ${summary.reused} as in the last build, ${summary.seconds} s. Look at them: npm run preview`,
      ],
    };
  },
});

const pagesListed = 20;

/** The pages that could have been taken over, and why they were not. */
function sayWhy({ why }: BuildSummary): string[] {
  const more = why.length - pagesListed;
  return [
    ...why.slice(0, pagesListed).map(({ path, why }) => `${path} was rendered: ${why}.`),
    ...(more > 0 ? [`So were ${more} more.`] : []),
  ];
}
