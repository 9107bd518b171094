import { load } from 'cheerio';
import { ClipbookError } from '../../errors.ts';
import type { S3 } from '../remote.ts';
import type { ArchiveSink } from './place.ts';
import type { UploadNote } from './upload-note.ts';

/**
 * Uploads a file: in one call where it is small, else in parts that the store puts together when all are there. No more than a part is in
 * memory.
 */
export class S3Sink implements ArchiveSink {
  readonly #s3: S3;
  readonly #key: string;
  readonly #place: string;
  readonly #partBytes: number;
  readonly #note: UploadNote | undefined;
  #upload: string | null = null;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #bytes = 0;
  readonly #etags: string[] = [];

  constructor(s3: S3, key: string, place: string, partBytes: number, note: UploadNote | undefined) {
    this.#s3 = s3;
    this.#key = key;
    this.#place = place;
    this.#partBytes = partBytes;
    this.#note = note;
  }

  async write(chunk: Uint8Array): Promise<void> {
    // The chunk is the caller's, who may fill it again.
    this.#held.push(Uint8Array.from(chunk));
    this.#heldBytes += chunk.length;
    this.#bytes += chunk.length;
    // A store takes 10,000 parts: larger ones as they become many.
    if (this.#heldBytes >= this.#partBytes * 2 ** Math.floor(this.#etags.length / 1000))
      await this.#sendPart();
  }

  async commit(): Promise<void> {
    if (this.#upload === null) {
      await this.#s3.call({
        method: 'PUT',
        key: this.#key,
        headers: { 'content-type': 'application/zstd' },
        body: this.#take(),
      });
      return;
    }
    if (this.#heldBytes > 0) await this.#sendPart();
    await this.#complete(this.#upload);
    await this.#note?.clear();
  }

  async abort(): Promise<void> {
    const upload = this.#upload;
    if (upload === null) return;
    // Whatever fails here, the note stays and the next run tries again; what is thrown already is what matters.
    const gone = await abortUpload(this.#s3, this.#key, upload).then(
      () => true,
      () => false,
    );
    if (gone) await this.#note?.clear();
  }

  #take(): Buffer {
    const body = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return body;
  }

  async #sendPart(): Promise<void> {
    this.#upload ??= await this.#begin();
    const { headers } = await this.#s3.call({
      method: 'PUT',
      key: this.#key,
      query: { partNumber: String(this.#etags.length + 1), uploadId: this.#upload },
      body: this.#take(),
    });
    this.#etags.push(headers['etag'] ?? '');
  }

  async #begin(): Promise<string> {
    const { text } = await this.#s3.call({
      method: 'POST',
      key: this.#key,
      query: { uploads: '' },
      headers: { 'content-type': 'application/zstd' },
    });
    const upload = load(text, { xml: true })('UploadId').first().text();
    if (upload === '')
      throw new ClipbookError(
        'bucket_failed',
        `${this.#s3.bucket.endpoint} began an upload and did not name it.`,
        {
          hint: 'Is it an S3-compatible store?',
        },
      );
    await this.#note?.write({ place: this.#place, key: this.#key, upload });
    return upload;
  }

  async #complete(upload: string): Promise<void> {
    const parts = this.#etags.map(
      (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    );
    const body = Buffer.from(
      `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`,
    );
    try {
      await this.#s3.call({ method: 'POST', key: this.#key, query: { uploadId: upload }, body });
    } catch (error) {
      // The answer to an earlier attempt may have been lost on the way: then the upload is gone and the file is there.
      const { status, headers } = await this.#s3.call({ method: 'HEAD', key: this.#key }, [404]);
      if (status === 404 || Number(headers['content-length']) !== this.#bytes) throw error;
    }
  }
}

/** An upload that is gone already is as good. */
export async function abortUpload(s3: S3, key: string, upload: string): Promise<void> {
  await s3.call({ method: 'DELETE', key, query: { uploadId: upload } }, [404]);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
