import { parseArgs, stripVTControlCharacters } from 'node:util';
import { readSettings, readTerminal, type SettingName, type Settings } from '#lib/config';
import { ClipbookError, type ExitCode, InputError, messageOf } from '#lib/errors';

/** What every command's front door shares: options, help, progress on standard error, errors as sentences. */

export interface OptionSpec {
  /** What stands for the value in the help; absent for a flag. */
  value?: string;
  about: string;
}

export interface CommandSpec<O extends Record<string, OptionSpec>> {
  name: string;
  /** What stands after the options in the usage line, e.g. `<file…>`. */
  positionals?: string;
  about: string;
  options: O;
  examples?: string[];
  run(input: Input<keyof O & string>): Promise<Outcome>;
}

export interface Input<O extends string> {
  positionals: string[];
  /** The text of an option that takes a value. */
  option(name: O): string | undefined;
  /** Whether a flag was given. */
  flag(name: O): boolean;
  settings: Settings;
  /** Whether one JSON object is wanted on standard output: then nothing else may be printed there. */
  json: boolean;
  progress: ProgressLine;
}

export interface Outcome {
  exitCode: ExitCode;
  /** What `--json` prints. */
  json: object;
  /** What people read, on standard error; a command whose text is its result prints it on standard output itself. */
  text: string[];
}

const common = {
  data: { value: '<folder>', about: 'the data root (CLIPBOOK_DATA, ./data)' },
  json: { about: 'print exactly one JSON object on standard output' },
} as const satisfies Record<string, OptionSpec>;

/** The help and the runner of a command, from its description. */
export function defineCommand<const O extends Record<string, OptionSpec>>(
  spec: CommandSpec<O>,
): { help: string; run(args: string[]): Promise<ExitCode> } {
  const options: Record<string, OptionSpec> = { ...spec.options, ...common };
  const help = [
    `${spec.about}\n`,
    `Usage: clipbook ${spec.name} ${spec.positionals ? `${spec.positionals} ` : ''}[options]\n`,
    'Options:',
    ...Object.entries(options).map(
      ([name, { value, about }]) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(24)} ${about}`,
    ),
    ...(spec.examples ? ['\nExamples:', ...spec.examples.map((example) => `  ${example}`)] : []),
    '',
  ].join('\n');
  return {
    help,
    async run(args) {
      const { values, positionals } = parse(spec.name, options, args, spec.positionals !== undefined);
      const settingOptions: Partial<Record<SettingName, string>> = {};
      if (typeof values['data'] === 'string') settingOptions.data = values['data'];
      const progress = createProgress();
      const asJson = values['json'] === true;
      try {
        const outcome = await spec.run({
          positionals,
          option: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
          flag: (name) => values[name] === true,
          settings: readSettings(settingOptions),
          json: asJson,
          progress,
        });
        progress.end();
        for (const line of outcome.text) process.stderr.write(`${line}\n`);
        if (asJson) process.stdout.write(`${JSON.stringify(outcome.json)}\n`);
        return outcome.exitCode;
      } catch (error) {
        progress.end();
        return printError(error, asJson);
      }
    },
  };
}

function parse(
  name: string,
  options: Record<string, OptionSpec>,
  args: string[],
  positionalsAllowed: boolean,
) {
  try {
    return parseArgs({
      args,
      options: Object.fromEntries(
        Object.entries(options).map(([option, { value }]) => [
          option,
          { type: value ? 'string' : 'boolean' } as const,
        ]),
      ),
      allowPositionals: positionalsAllowed,
      strict: true,
    });
  } catch (cause) {
    throw new InputError('bad_usage', `${messageOf(cause).split('\n')[0]}`, {
      cause,
      hint: `"clipbook ${name} --help" lists the options.`,
    });
  }
}

/**
 * Prints an error as a colleague would say it, and as one JSON object on standard output where that was asked for. Returns
 * its exit code.
 */
export function printError(error: unknown, asJson = false): ExitCode {
  if (asJson) process.stdout.write(`${JSON.stringify({ error: describeError(error) })}\n`);
  if (error instanceof ClipbookError) {
    process.stderr.write(`${error.message} [${error.code}]\n`);
    if (error.hint) process.stderr.write(`→ ${error.hint}\n`);
    return error.exitCode;
  }
  process.stderr.write(
    `Clipbook failed unexpectedly; this is a fault of the program.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 1;
}

/** An error as programs read it: without colour codes and not longer than a screen. */
function describeError(error: unknown): { code: string; message: string } {
  return {
    code: error instanceof ClipbookError ? error.code : 'unexpected',
    message: stripVTControlCharacters(messageOf(error)).slice(0, 2000),
  };
}

/** Progress on standard error: one line that moves on a terminal, one plain line a step elsewhere. */
export interface ProgressLine {
  /** Says what is being done; `done` of `total` only moves the line on a terminal. */
  (step: string, done?: number, total?: number): void;
  /** Clears the moving line. */
  end(): void;
}

function createProgress(): ProgressLine {
  const { live, colour } = readTerminal();
  let last = '';
  let shown = false;
  let drawnAt = 0;
  const progress = ((step: string, done?: number, total?: number) => {
    if (live) {
      const now = performance.now();
      if (step === last && done !== total && now - drawnAt < 80) return;
      drawnAt = now;
      const text = `${step}${howFar(done, total)}`.slice(0, (process.stderr.columns || 80) - 1);
      process.stderr.write(`\r\x1b[2K${colour ? `\x1b[2m${text}\x1b[22m` : text}`);
      shown = true;
    } else if (step !== last) process.stderr.write(`${step}\n`);
    last = step;
  }) as ProgressLine;
  progress.end = () => {
    if (shown) process.stderr.write('\r\x1b[2K');
    shown = false;
  };
  return progress;
}

function howFar(done?: number, total?: number): string {
  if (done === undefined) return ' …';
  const count = (value: number) => value.toLocaleString('en-US');
  return total ? `  ${bar(done / total)} ${count(done)}/${count(total)}` : ` …  ${count(done)}`;
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * 20);
  return `${'█'.repeat(full)}${'░'.repeat(20 - full)}`;
}
