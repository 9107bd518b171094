import { InputError } from '#lib/errors';
import type { Command } from './clipbook.ts';

/** What can be done with a notebook besides its page: a verb each. */
export const verbs: Record<string, { about: string; load: () => Promise<Command> }> = {
  export: {
    about: 'a report as one file: HTML, PDF, Markdown, a Jupyter notebook, JSON',
    load: () => import('./_notebook/export.ts'),
  },
};

export const help = `Takes a report out of the site.

Usage: clipbook notebook <verb> [options]

Verbs:
${Object.entries(verbs)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}

Every verb takes:
  --data <folder>          the data root (CLIPBOOK_DATA, ./data)
  --json                   print exactly one JSON object on standard output

"clipbook notebook <verb> --help" tells a verb's options.
`;

export async function run(args: string[]): Promise<number> {
  throw new InputError('bad_usage', `A notebook has no verb "${args[0] ?? ''}".`, {
    hint: `Say one of: ${Object.keys(verbs).join(', ')}.`,
  });
}
