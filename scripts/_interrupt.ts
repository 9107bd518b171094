import { InterruptedError } from '#lib/errors';

/** Stopping a command in the midst of its work, so that it can clear up. */

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that a first Ctrl-C (or SIGTERM) stops by its signal; a second one ends the process at once. Work that was stopped
 * throws `InterruptedError`; the process then ends by the signal, as its caller expects, once that is said.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let by: NodeJS.Signals | null = null;
  const stop = (name: NodeJS.Signals) => {
    leave();
    by = name;
    controller.abort(new InterruptedError());
  };
  const leave = () => {
    for (const name of signals) process.off(name, stop);
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    const name = by ?? 'SIGTERM';
    if (error instanceof InterruptedError) process.once('exit', () => process.kill(process.pid, name));
    throw error;
  } finally {
    leave();
  }
}
