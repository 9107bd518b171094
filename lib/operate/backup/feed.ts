/** What feeding needs to know of a writable stream of streamx, which Node's own `pipeline` takes for closed too early. */
interface Sink {
  readonly destroyed: boolean;
  write(chunk: Uint8Array): boolean;
  end(chunk?: undefined): unknown;
  on(event: 'drain' | 'close', listener: () => void): unknown;
}

/** Writes all chunks to a stream, no faster than it takes them, and ends it. Stops where the stream was destroyed. */
export async function feed(sink: Sink, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let goOn = () => {};
  sink.on('drain', () => goOn());
  sink.on('close', () => goOn());
  for await (const chunk of chunks) {
    if (!sink.destroyed && !sink.write(chunk))
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    if (sink.destroyed) return;
  }
  sink.end(undefined);
}
