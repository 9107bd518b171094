import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../errors.ts';

/** Refresh tokens that were replaced, by the token of the environment that they go back to. */
export interface TokenFile {
  /** The token that is good now for one from the environment: itself, where it was never replaced. */
  current(fromEnvironment: string): string;
  /** Keeps what replaced it, before anything else happens: the one before is worth nothing any more. */
  replace(fromEnvironment: string, token: string): void;
}

/**
 * A file outside the ledger that only its owner can read (mode 0600), for secrets that change by themselves. It holds a hash
 * of each token of the environment and the token that took its place. Absent is empty. Throws `InputError`
 * (`bad_token_file`) where it lies in a folder that is committed or published (`forbidden`), or cannot be read or written.
 */
export function openTokenFile(file: string, forbidden: readonly string[]): TokenFile {
  const within = forbidden.find((folder) => !path.relative(folder, file).startsWith('..'));
  if (within !== undefined)
    throw new InputError(
      'bad_token_file',
      `The token file ${file} lies in ${within}, which is committed or published.`,
      {
        hint: 'Point CLIPBOOK_DISPLAY_TOKEN_FILE at a place outside the project, such as a folder of your user.',
      },
    );
  const repository = ancestorsOf(file).find((folder) => existsSync(path.join(folder, '.git')));
  if (repository !== undefined) throw misplaced(file, `${repository}, a git repository`);
  const tokens = read(file);
  // Found out now, and not when a token was spent for one that cannot be kept.
  write(file, tokens);
  return {
    current: (fromEnvironment) => tokens[nameOf(fromEnvironment)] ?? fromEnvironment,
    replace(fromEnvironment, token) {
      tokens[nameOf(fromEnvironment)] = token;
      write(file, tokens);
    },
  };
}

function misplaced(file: string, where: string): InputError {
  return new InputError('bad_token_file', `The token file ${file} lies in ${where}.`, {
    hint: 'Point CLIPBOOK_DISPLAY_TOKEN_FILE at a place outside the project, such as a folder of your user.',
  });
}

function ancestorsOf(file: string): string[] {
  const folder = path.dirname(file);
  return folder === path.dirname(folder) ? [folder] : [folder, ...ancestorsOf(folder)];
}

function nameOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

function read(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unusable(file, 'read', cause);
  }
  const entries = Object.entries(parse(text, file));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parse(text: string, file: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, without the text: it may hold a token.
  }
  throw new InputError('bad_token_file', `The token file ${file} is damaged.`, {
    hint: 'Remove it, authorise the application again, and set the new refresh token in the environment.',
  });
}

function write(file: string, tokens: Record<string, string>): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, `${JSON.stringify(tokens)}\n`, { mode: 0o600 });
    chmodSync(`${file}.tmp`, 0o600);
    renameSync(`${file}.tmp`, file);
  } catch (cause) {
    throw unusable(file, 'written', cause);
  }
}

function unusable(file: string, what: 'read' | 'written', cause: unknown): InputError {
  const { code = 'unknown' } = cause as NodeJS.ErrnoException;
  return new InputError('bad_token_file', `The token file ${file} cannot be ${what} (${code}).`, {
    cause,
    hint: 'Point CLIPBOOK_DISPLAY_TOKEN_FILE at a file that you may read and write.',
  });
}
