import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { InputError } from '../errors.ts';

/**
 * Git as a reader of a repository that may be anybody's: no shell, no pager, no program that the repository's settings name
 * (signatures, differences, hooks), and never the network.
 */
const guarded = [
  ...['--no-pager', '--no-replace-objects', '--literal-pathspecs'],
  ...['-c', 'log.showSignature=false', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'protocol.allow=never', '-c', 'log.mailmap=false'],
];

function start(folder: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn('git', ['-C', folder, ...guarded, ...args], { stdio: 'pipe' });
  child.stdin.on('error', () => {});
  return child;
}

const missing = (cause: unknown) =>
  new InputError('git_missing', 'git is not installed, or its folder is not on the PATH.', {
    cause,
    hint: 'Install git, or import the file without --git.',
  });

/** What git prints, and its exit code. Throws `InputError` `git_missing`. */
export function askGit(
  folder: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = start(folder, args);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause) => reject(missing(cause)));
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
    child.stdin.end();
  });
}

/** Larger contents come from a process of their own, in pieces. */
const maxHeldBytes = 8_388_608;

interface Waiting {
  id: string;
  resolve(content: Buffer | null): void;
  reject(error: Error): void;
}

/**
 * Contents out of a repository through one process for all of them, however many. Call `close` when done; the process does
 * not keep the program alive.
 */
export class GitContents {
  readonly #folder: string;
  #child: ChildProcessWithoutNullStreams | null = null;
  #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes of the answer that is coming in, its last line end included; null before its first line. */
  #size: number | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The content of an object, read again at each call. Throws `InputError` `git_failed` where it is not there. */
  async *open(id: string): AsyncGenerator<Buffer, void> {
    const content = await this.#read(id);
    if (content !== null) yield content;
    else yield* this.#stream(id);
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child?.kill();
    this.#child = null;
  }

  #read(id: string): Promise<Buffer | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, resolve, reject });
      const child = this.#process();
      keepAlive(child, true);
      child.stdin.write(`${id}\n`);
    });
  }

  #process(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = start(this.#folder, ['cat-file', '--batch']);
    this.#child = child;
    child.stderr.resume();
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      while (this.#advance());
      if (this.#waiting.length === 0) keepAlive(child, false);
    });
    const fail = (error: Error) => {
      if (this.#child === child) this.#child = null;
      for (const each of this.#waiting.splice(0)) each.reject(error);
    };
    child.on('error', (cause) => fail(missing(cause)));
    child.on('close', () => fail(notThere('its contents')));
    return child;
  }

  /** Takes one step in what has come in; false where more has to come first. */
  #advance(): boolean {
    const [first] = this.#waiting;
    if (first === undefined || this.#held === 0) return false;
    if (this.#size === null) {
      const bytes = this.#all();
      const end = bytes.indexOf(10);
      if (end === -1) return false;
      const [, type = '', size = ''] = bytes.toString('latin1', 0, end).split(' ');
      this.#keep(bytes.subarray(end + 1));
      if (type === 'blob') this.#size = Number(size) + 1;
      else {
        this.#waiting.shift();
        first.reject(notThere(first.id));
      }
      return true;
    }
    // What is too large to be held is passed over here and read again in pieces.
    const isHuge = this.#size > maxHeldBytes;
    if (isHuge) {
      const bytes = this.#all();
      const passed = Math.min(bytes.length, this.#size);
      this.#keep(bytes.subarray(passed));
      this.#size -= passed;
      if (this.#size > maxHeldBytes) return false;
      this.#waiting[0] = { ...first, resolve: () => first.resolve(null) };
      return true;
    }
    if (this.#held < this.#size) return false;
    const bytes = this.#all();
    const content = Buffer.from(bytes.subarray(0, this.#size - 1));
    this.#keep(bytes.subarray(this.#size));
    this.#size = null;
    this.#waiting.shift();
    first.resolve(content);
    return true;
  }

  #all(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
  }

  #keep(bytes: Buffer): void {
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#held = bytes.length;
  }

  async *#stream(id: string): AsyncGenerator<Buffer, void> {
    const child = start(this.#folder, ['cat-file', 'blob', id]);
    child.stdin.end();
    child.stderr.resume();
    const ended = new Promise<number>((resolve, reject) => {
      child.on('error', (cause) => reject(missing(cause)));
      child.on('close', (code) => resolve(code ?? 1));
    });
    try {
      yield* child.stdout as Readable as AsyncIterable<Buffer>;
      if ((await ended) !== 0) throw notThere(id);
    } finally {
      child.kill();
    }
  }
}

/** Whether the program waits for the process: only while an answer is due. */
function keepAlive(child: ChildProcessWithoutNullStreams, wanted: boolean): void {
  for (const each of [child, child.stdin, child.stdout, child.stderr] as unknown as NodeJS.Timeout[]) {
    if (wanted) each.ref?.();
    else each.unref?.();
  }
}

function notThere(id: string): InputError {
  return new InputError('git_failed', `git could not give ${id} out of the repository.`, {
    hint: 'A partial clone holds only some contents: clone the repository whole, then import again.',
  });
}
