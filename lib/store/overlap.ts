/** Writes that are waited for together: as many at once as the disk has use for, and as little memory as that takes. */
export class Overlap {
  readonly #running = new Map<Promise<void>, number>();
  #bytes = 0;

  /**
   * Starts a write of so many bytes as soon as there is room for it. Throws what an earlier one threw, once none is under way
   * any more.
   */
  async start(bytes: number, write: () => Promise<void>): Promise<void> {
    while (
      this.#running.size >= writesAtOnce ||
      (this.#running.size > 0 && this.#bytes + bytes > bytesAtOnce)
    )
      await Promise.race(this.#running.keys()).catch(() => this.end());
    const running = write();
    this.#bytes += bytes;
    this.#running.set(running, bytes);
    running.then(
      () => {
        this.#bytes -= bytes;
        this.#running.delete(running);
      },
      // It stays, for whoever waits next.
      () => undefined,
    );
  }

  /** Comes back when every write is done; throws what the first that failed threw. */
  async end(): Promise<void> {
    const failed = (await Promise.allSettled(this.#running.keys())).find(
      ({ status }) => status === 'rejected',
    );
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }
}

const writesAtOnce = 8;
const bytesAtOnce = 8_000_000;
