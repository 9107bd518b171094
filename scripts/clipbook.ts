import { InputError } from '#lib/errors';
import { printError } from './_front.ts';
import type { Verbs } from './_verbs.ts';

/** What a command's file has. */
export interface Command {
  help: string;
  run(args: string[]): Promise<number>;
  /** Commands of its own, told apart by the first argument. */
  verbs?: Verbs;
}

/** Every command: its one-line summary, and the file that is loaded only when it is asked for. */
export const commands: Record<string, { about: string; load: () => Promise<Command> }> = {
  watch: { about: 'add, remove and list what is followed', load: () => import('./watch.ts') },
  collect: {
    about: 'fetch what the watchlist asks for, clean, validate, store',
    load: () => import('./collect.ts'),
  },
  import: { about: 'import exports, series and saved pages', load: () => import('./import.ts') },
  clean: {
    about: 'read the kept captures again through today’s cleaning code',
    load: () => import('./clean.ts'),
  },
  check: { about: 'validate everything on disk', load: () => import('./check.ts') },
  transform: { about: 'compute the derived tables', load: () => import('./transform.ts') },
  publish: { about: 'evaluate the alert rules and print what changed', load: () => import('./publish.ts') },
  build: { about: 'build the site', load: () => import('./build.ts') },
  dev: { about: 'serve the site while you edit it', load: () => import('./dev.ts') },
  preview: { about: 'serve the built site', load: () => import('./preview.ts') },
  typecheck: {
    about: 'check the TypeScript of the project and of its notebooks',
    load: () => import('./typecheck.ts'),
  },
  'new-report': { about: 'begin a notebook report', load: () => import('./new-report.ts') },
  notebook: { about: 'take a report out of the site as one file', load: () => import('./notebook.ts') },
  daily: {
    about: 'collect, check, transform, publish and build: the whole job',
    load: () => import('./daily.ts'),
  },
  demo: {
    about: 'the whole job against the simulated origin, then the site',
    load: () => import('./demo.ts'),
  },
  replay: { about: 'serve the simulated origin by itself', load: () => import('./replay.ts') },
  query: { about: 'run SQL over every table', load: () => import('./query.ts') },
  export: { about: 'write tables for other programs', load: () => import('./export.ts') },
  migrate: { about: 'bring an older ledger to today’s form', load: () => import('./migrate.ts') },
  archive: {
    about: 'put away closed months, release the data, keep reports and code for years',
    load: () => import('./archive.ts'),
  },
  sync: { about: 'commit the ledger, merge what others pushed, push', load: () => import('./sync.ts') },
  backup: {
    about: 'make, check, list and restore backups of the ledger',
    load: () => import('./backup.ts'),
  },
  'merge-driver': {
    about: 'merge two versions of a file of the ledger, for git',
    load: () => import('./merge-driver.ts'),
  },
  status: { about: 'what the ledger holds and how the last runs went', load: () => import('./status.ts') },
};

const usage = `Clipbook: TikTok metrics as versioned files, and a site built from them.

Usage: clipbook <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`)
  .join('\n')}

"clipbook <command> --help" tells a command's options. People read standard error, programs read
standard output: with --json a command prints exactly one JSON object there.
`;

/** Runs a command line and returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      process.stdout.write(usage);
      return name === undefined ? 2 : 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command)
      throw new InputError('unknown_command', `There is no command "${name}".`, {
        hint: `The commands are: ${Object.keys(commands).join(', ')}.`,
      });
    const { help, run } = await verbOf(await command.load(), rest);
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(help);
      return 0;
    }
    return await run(rest);
  } catch (error) {
    return printError(error, args.includes('--json'));
  }
}

/** The verb that the first argument names, which is taken off; else the command itself. */
async function verbOf(command: Command, args: string[]): Promise<Command> {
  const name = args[0] ?? '';
  const verb = command.verbs && Object.hasOwn(command.verbs, name) ? command.verbs[name] : undefined;
  if (!verb) return command;
  args.shift();
  return verb.load();
}
