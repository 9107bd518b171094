import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '#lib/errors';
import { scaffoldReport, templateKinds } from '#lib/notebook/scaffold';
import { defineCommand } from './_front.ts';
import { siteRoot } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'new-report',
  positionals: '<name>',
  about: 'Begin a notebook report: pages/reports/<name>/index.mdx.',
  options: {
    title: { value: '<text>', about: 'its title; the name in words where none is given' },
    question: { value: '<text>', about: 'the question it answers' },
    params: { value: '<kind>', about: 'a template with a page for each account, month or tag' },
  },
  examples: [
    'clipbook new-report best-hours --question "When do our posts do best?"',
    'clipbook new-report month-review --params month',
  ],
  async run({ positionals, option }) {
    const [slug, ...more] = positionals;
    if (slug === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Give one name for the report.', {
        hint: 'For example: clipbook new-report best-hours',
      });
    const asked = option('params');
    const params = templateKinds.find((kind) => kind === asked);
    if (asked !== undefined && params === undefined)
      throw new InputError('bad_usage', `--params ${asked} is not known.`, {
        hint: `Say one of: ${templateKinds.join(', ')}.`,
      });
    const text = scaffoldReport(slug, { title: option('title'), question: option('question'), params });
    const file = `pages/reports/${slug}/index.mdx`;
    try {
      await mkdir(path.dirname(path.join(siteRoot, file)), { recursive: true });
      await writeFile(path.join(siteRoot, file), text, { flag: 'wx' });
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
        throw new InputError('report_exists', `There is already a report ${file}.`, {
          cause,
          hint: 'Choose another name, or edit that file.',
        });
      throw new InputError(
        'cannot_write',
        `${file} cannot be written: ${cause instanceof Error ? cause.message : cause}`,
        {
          cause,
          hint: 'Check the rights of the folder pages/reports.',
        },
      );
    }
    return {
      exitCode: 0,
      json: { file, path: `/reports/${slug}/` },
      text: [
        `Made ${file}.`,
        'Next: "clipbook dev" shows it while you write, "clipbook typecheck" checks it.',
      ],
    };
  },
});
