import { InputError } from '#lib/errors';
import { type Verbs, verbsHelp } from './_verbs.ts';

/** What can be done with a notebook besides its page: a verb each. */
export const verbs: Verbs = {
  export: {
    about: 'a report as one file: HTML, PDF, Markdown, a Jupyter notebook, JSON',
    load: () => import('./_notebook/export.ts'),
  },
};

export const help = verbsHelp('notebook', '<verb>', 'Takes a report out of the site.', verbs);

export async function run(args: string[]): Promise<number> {
  throw new InputError('bad_usage', `A notebook has no verb "${args[0] ?? ''}".`, {
    hint: `Say one of: ${Object.keys(verbs).join(', ')}.`,
  });
}
