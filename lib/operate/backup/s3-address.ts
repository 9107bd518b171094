import type { Settings } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { Bucket } from '../remote.ts';

/** A place in a bucket. */
export interface S3Address {
  bucket: Bucket;
  /** What keys begin with: empty, or a path that ends in `/`. */
  prefix: string;
  /** As people name it. */
  label: string;
}

const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Reads `s3://bucket/folder`, after which `?endpoint=https://…&region=…&addressing=path|virtual` may say what the settings do not.
 * Without an endpoint the bucket is Amazon's and a part of the host name; with one it is a part of the path, which every store knows.
 * Throws `InputError` `bad_place`; credentials in the address are refused and not repeated.
 */
export function parseS3Address(
  address: string,
  settings: Pick<Settings, 's3_endpoint' | 's3_region'>,
): S3Address {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw badPlace('it cannot be read');
  if (url.username !== '' || url.password !== '')
    throw badPlace('it has credentials in it', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.');
  const known = ['endpoint', 'region', 'addressing'];
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw badPlace(`nobody knows "${unknown}" in it`, `After ? go: ${known.join(', ')}.`);
  const name = url.hostname;
  if (!bucketPattern.test(name) || url.port !== '' || url.hash !== '') throw badPlace('it names no bucket');
  // The parser of URLs resolves these itself: what is meant then is not what was written.
  if (/\/(?:\.|%2e){1,2}(?:[/?#]|$)/i.test(address)) throw badPlace('its folder is none');
  const folder = decoded(url.pathname).replace(/^\/+|\/+$/g, '');
  if (/[\p{C}\\]/u.test(folder)) throw badPlace('its folder is none');
  const region = url.searchParams.get('region') ?? settings.s3_region;
  const ownEndpoint = url.searchParams.get('endpoint') ?? settings.s3_endpoint;
  const endpoint = endpointOf(ownEndpoint ?? `https://s3.${region}.amazonaws.com`);
  const addressing = url.searchParams.get('addressing') ?? defaultAddressing(ownEndpoint, name);
  if (addressing !== 'path' && addressing !== 'virtual') throw badPlace('addressing is path or virtual');
  if (!/^[a-z0-9-]+$/.test(region)) throw badPlace('its region is none');
  return {
    bucket: { name, region, endpoint, addressing },
    prefix: folder === '' ? '' : `${folder}/`,
    label: `s3://${name}${folder === '' ? '' : `/${folder}`}`,
  };
}

/** A name with a dot in front of Amazon's host would fit no certificate. */
function defaultAddressing(endpoint: string | null, bucket: string): 'path' | 'virtual' {
  return endpoint !== null || bucket.includes('.') ? 'path' : 'virtual';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badPlace('its folder is none');
  }
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw badPlace('its endpoint is no http or https address');
  if (url.username !== '' || url.password !== '' || url.search !== '')
    throw badPlace('its endpoint has credentials or a query in it');
  return url.href.replace(/\/+$/, '');
}

function badPlace(why: string, hint = 'Write it as s3://bucket/folder.'): InputError {
  return new InputError('bad_place', `The address of the bucket is wrong: ${why}.`, { hint });
}
