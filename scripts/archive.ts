import { InputError } from '#lib/errors';
import { type Verbs, verbsHelp } from './_verbs.ts';

/** What can be put away for years: a verb each, loaded only when it is asked for. */
export const verbs: Verbs = {
  months: {
    about: 'months that are over, one file per table; this also without a verb',
    load: () => import('./_archive/months.ts'),
  },
  undo: { about: 'archived months back into their day files', load: () => import('./_archive/undo.ts') },
  release: {
    about: 'the ledger up to a month as a dataset, with what changed',
    load: () => import('./_archive/release.ts'),
  },
  code: { about: 'the code with all of its history, as one file', load: () => import('./_archive/code.ts') },
  report: {
    about: 'a report as it was said, at its own address',
    load: () => import('./_archive/report.ts'),
  },
  logs: { about: 'the logs of runs of months that are over', load: () => import('./_archive/logs.ts') },
};

export const help = verbsHelp(
  'archive',
  '[verb]',
  'Puts away what has to be found again years later.',
  verbs,
);

export async function run(args: string[]): Promise<number> {
  if (args[0] === undefined || args[0].startsWith('-'))
    return (await import('./_archive/months.ts')).run(args);
  throw new InputError('bad_usage', `There is nothing to archive called "${args[0]}".`, {
    hint: `Say one of: ${Object.keys(verbs).join(', ')}.`,
  });
}
