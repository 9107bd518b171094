import { load } from 'cheerio';
import { msPerDay } from '../../calendar.ts';
import type { Settings } from '../../config.ts';
import { type Effects, liveEffects } from '../../effects.ts';
import { ClipbookError, InputError } from '../../errors.ts';
import { openS3, type S3, type S3Access } from '../remote.ts';
import { parseArchiveName } from './names.ts';
import type { BackupPlace, StoredFile } from './place.ts';
import { parseS3Address } from './s3-address.ts';
import { abortUpload, S3Sink } from './s3-sink.ts';
import type { UploadNote } from './upload-note.ts';

export type S3Settings = Pick<
  Settings,
  | 's3_endpoint'
  | 's3_region'
  | 's3_access_key_id'
  | 's3_secret_access_key'
  | 's3_session_token'
  | 'time_limit_ms'
  | 'retries'
>;

export interface S3PlaceOptions {
  /** Remembers an upload that is under way, so that the next run ends one that was killed. */
  note?: UploadNote;
  dispatcher?: S3Access['dispatcher'];
  /** Keys a page of a listing. */
  pageSize?: number;
  /** Bytes of a part of an upload: at least 5 MiB, which stores insist on. */
  partBytes?: number;
}

/** Archives in a bucket. What is uploaded has no name there before it is complete. */
export function s3Place(
  address: string,
  settings: S3Settings,
  options: S3PlaceOptions = {},
  effects: Effects = liveEffects,
): BackupPlace {
  const { bucket, prefix, label } = parseS3Address(address, settings);
  const { s3_access_key_id: accessKeyId, s3_secret_access_key: secretAccessKey } = settings;
  if (accessKeyId === null || secretAccessKey === null)
    throw new InputError('bucket_keys_missing', `There is no key for ${label}.`, {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
    });
  const s3 = openS3(
    bucket,
    {
      accessKeyId,
      secretAccessKey,
      sessionToken: settings.s3_session_token,
      timeLimitMs: settings.time_limit_ms,
      retries: settings.retries,
      ...(options.dispatcher ? { dispatcher: options.dispatcher } : {}),
    },
    effects,
  );
  return {
    label,
    list: () => listObjects(s3, prefix, options.pageSize ?? 1000),
    async create(name) {
      return new S3Sink(s3, `${prefix}${name}`, label, options.partBytes ?? 8 << 20, options.note);
    },
    async open(name) {
      const key = `${prefix}${name}`;
      const { status, headers } = await s3.call({ method: 'HEAD', key }, [404]);
      if (status === 404)
        throw new InputError('backup_missing', `There is no ${name} in ${label}.`, {
          hint: '"clipbook backup list" tells what is there.',
        });
      const bytes = Number(headers['content-length']);
      return { bytes, read: (offset, length) => s3.read(key, headers['etag'] ?? '', offset, length) };
    },
    async remove(name) {
      await s3.call({ method: 'DELETE', key: `${prefix}${name}` });
    },
    sweep: () => sweep(s3, prefix, label, options.note, effects),
  };
}

async function listObjects(s3: S3, prefix: string, pageSize: number): Promise<StoredFile[]> {
  const found: StoredFile[] = [];
  for (let token: string | null = null; ; ) {
    const { text } = await s3.call({
      method: 'GET',
      query: {
        'list-type': '2',
        prefix,
        delimiter: '/',
        'max-keys': String(pageSize),
        ...(token === null ? {} : { 'continuation-token': token }),
      },
    });
    const $ = load(text, { xml: true });
    for (const element of $('ListBucketResult > Contents')) {
      const name = $(element).children('Key').text().slice(prefix.length);
      if (name !== '') found.push({ name, bytes: Number($(element).children('Size').text()) });
    }
    const next = $('ListBucketResult > NextContinuationToken').text();
    if ($('ListBucketResult > IsTruncated').text() !== 'true' || next === '' || next === token) return found;
    token = next;
  }
}

/** Ends uploads that killed backups left: the one this machine remembers, and those of our names that are a day old. */
async function sweep(
  s3: S3,
  prefix: string,
  label: string,
  note: UploadNote | undefined,
  effects: Effects,
): Promise<number> {
  let swept = 0;
  const left = await note?.read();
  if (left?.place === label) {
    await abortUpload(s3, left.key, left.upload);
    await note?.clear();
    swept++;
  }
  for (const { key, upload, initiated } of await listUploads(s3, prefix)) {
    if (parseArchiveName(key.slice(prefix.length)) === null || upload === left?.upload) continue;
    if (effects.now().getTime() - Date.parse(initiated) < msPerDay) continue;
    await abortUpload(s3, key, upload);
    swept++;
  }
  return swept;
}

interface Upload {
  key: string;
  upload: string;
  initiated: string;
}

/** Uploads that were begun and not ended; none where the store cannot tell or this key may not ask. */
async function listUploads(s3: S3, prefix: string): Promise<Upload[]> {
  try {
    const { text } = await s3.call({ method: 'GET', query: { uploads: '', prefix } });
    const $ = load(text, { xml: true });
    return [...$('ListMultipartUploadsResult > Upload')].map((element) => ({
      key: $(element).children('Key').text(),
      upload: $(element).children('UploadId').text(),
      initiated: $(element).children('Initiated').text(),
    }));
  } catch (error) {
    if (error instanceof ClipbookError && ['bucket_failed', 'bucket_refused'].includes(error.code)) return [];
    throw error;
  }
}
