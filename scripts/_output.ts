/** Writing a result to standard output as it comes. */

/**
 * Writes pieces to standard output, no faster than they are taken, and returns what they return. Where the reader has gone (`| head`), the rest is not made
 * and the answer is null.
 */
export async function printPieces<T>(pieces: AsyncGenerator<string | Uint8Array, T>): Promise<T | null> {
  const { stdout } = process;
  let gone = false;
  let wake = () => {};
  const left = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
    wake();
  };
  stdout.on('error', left);
  for (;;) {
    const { value, done } = await pieces.next();
    if (done) {
      // A reader may go with the last piece on its way.
      await new Promise<void>((resolve) => stdout.write('', () => resolve()));
      stdout.off('error', left);
      return value;
    }
    if (value.length > 0 && !stdout.write(value) && !gone)
      await new Promise<void>((resolve) => {
        wake = resolve;
        stdout.once('drain', resolve);
      });
    if (gone) {
      await pieces.return(undefined as never);
      return null;
    }
  }
}
