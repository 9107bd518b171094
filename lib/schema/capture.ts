/**
 * A capture: bytes as they were received, before anything was read out of them, and how they came.
 */

export type CaptureKind =
  | 'account-page'
  | 'post-page'
  | 'creator-embed'
  | 'post-embed'
  | 'hashtag-page'
  | 'hashtag-embed'
  | 'sound-page'
  | 'sound-embed'
  | 'oembed'
  | 'display-user'
  | 'display-posts'
  | 'research-user'
  | 'research-posts'
  | 'robots';

/** The response header by which an origin says of itself that it is the simulated one. */
export const simulatedHeader = 'x-clipbook-simulated';

/** The `generator` by which its pages say so, wherever they were saved. */
export const simulatedGenerator = 'Clipbook simulated origin';

/** A page as it was fetched. */
export interface Capture {
  /** Names the capture in the ledger; unique within it. */
  capture_id: string;
  kind: CaptureKind;
  /** What was asked for: a handle, a post id, a hashtag without #, or a sound id. */
  subject: string;
  url: string;
  /** Where the request ended after redirects. */
  final_url: string;
  /** When the answer arrived, as a UTC instant. */
  observed_at: string;
  status: number;
  content_type: string;
  /** True where the origin says of itself that it is the simulated one. */
  simulated: boolean;
  /**
   * Why its numbers are not believed although they can be read, in a sentence: the clock jumped while it came, or it is of
   * an account that took over the handle. Absent where nothing speaks against it.
   */
  doubt?: string;
  body: Uint8Array;
}

/** A file of the owner's: a path, its hash and a way to open it, never the bytes in memory. */
export interface FileCapture {
  capture_id: string;
  path: string;
  /** Name as shown to people; no folder. */
  file: string;
  sha256: string;
  bytes: number;
  /** Opens the file from its start. */
  open(): AsyncIterable<Uint8Array>;
}
