import path from 'node:path';
import { type Effects, liveEffects } from '../../effects.ts';
import { InputError } from '../../errors.ts';
import { folderPlace } from './folder-place.ts';
import type { BackupPlace } from './place.ts';
import { type S3PlaceOptions, type S3Settings, s3Place } from './s3-place.ts';

/** A place, and one archive in it where the address was that of an archive. */
export interface Opened {
  place: BackupPlace;
  archive: string | null;
}

/**
 * The place that a folder's path or an address (`s3://bucket/folder`) names. Throws `InputError`: `bad_place`, `bucket_keys_missing`.
 */
export function openPlace(
  address: string,
  settings: S3Settings,
  options: S3PlaceOptions = {},
  effects: Effects = liveEffects,
): Opened {
  if (/^s3:\/\//i.test(address)) {
    const [, folder = '', archive, query = ''] =
      /^([^?]*?)(?:\/([^/?]+\.tar\.zst))?(\?.*)?$/s.exec(address) ?? [];
    return { place: s3Place(`${folder}${query}`, settings, options, effects), archive: archive ?? null };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address))
    throw new InputError('bad_place', 'That is neither a folder nor an s3:// address.', {
      hint: 'Name a folder, or a bucket as s3://bucket/folder.',
    });
  const full = path.resolve(address);
  const name = path.basename(full);
  if (name.endsWith('.tar.zst')) return { place: folderPlace(path.dirname(full), effects), archive: name };
  return { place: folderPlace(full, effects), archive: null };
}
