import { createCipheriv } from 'node:crypto';
import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { Agent } from 'undici';
import { describe, expect, test } from 'vitest';
import { type Effects, liveEffects } from '../../../lib/effects.ts';
import { openPlace } from '../../../lib/operate/backup/open-place.ts';
import type { ArchiveSource, BackupPlace } from '../../../lib/operate/backup/place.ts';
import { parseS3Address } from '../../../lib/operate/backup/s3-address.ts';
import { type S3PlaceOptions, type S3Settings, s3Place } from '../../../lib/operate/backup/s3-place.ts';
import { uploadNote } from '../../../lib/operate/backup/upload-note.ts';
import { temporaryFolder } from '../../helpers/ledger.ts';
import { type Call, keys, type S3Store, sayError, startS3 } from '../../helpers/s3-store.ts';

/** The store's clock is the machine's; what is waited for passes at once. */
const effects: Effects = { ...liveEffects, sleep: async () => undefined };

const settings: S3Settings = {
  s3_endpoint: null,
  s3_region: 'eu-central-1',
  s3_session_token: null,
  time_limit_ms: 5000,
  retries: 2,
  ...keys,
};

function placeIn(
  store: S3Store,
  changes: Partial<S3Settings> = {},
  options: S3PlaceOptions = {},
  address = 's3://backups/museums',
): BackupPlace {
  return s3Place(address, { ...settings, s3_endpoint: store.endpoint, ...changes }, options, effects);
}

function noise(bytes: number): Buffer {
  return createCipheriv('aes-128-ctr', 'noise for tests!', Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

async function upload(place: BackupPlace, name: string, content: Buffer, pieces = 65_536): Promise<void> {
  const sink = await place.create(name);
  for (let at = 0; at < content.length; at += pieces) await sink.write(content.subarray(at, at + pieces));
  await sink.commit();
}

async function bytesOf(source: ArchiveSource, offset = 0, bytes = source.bytes): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.read(offset, bytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const a = 'clipbook-2026-11-22T030405Z.tar.zst';
const megabytes = 1 << 20;

describe('an S3-compatible store', () => {
  test('takes a small file in one call, gives it back, in part too, lists and removes it', async () => {
    const store = await startS3();
    const place = placeIn(store);
    const content = noise(100_000);
    await upload(place, a, content);
    expect(store.calls).toEqual([`PUT /backups/museums/${a}`]);
    expect(await place.list()).toEqual([{ name: a, bytes: 100_000 }]);
    const source = await place.open(a);
    expect(source.bytes).toBe(100_000);
    expect((await bytesOf(source)).equals(content)).toBe(true);
    expect((await bytesOf(source, 99_000, 500)).equals(content.subarray(99_000, 99_500))).toBe(true);
    expect((await bytesOf(source, 0, 1)).equals(content.subarray(0, 1))).toBe(true);
    await place.remove(a);
    expect(await place.list()).toEqual([]);
    await expect(place.open(a)).rejects.toMatchObject({ code: 'backup_missing' });
  });

  test('takes a large file in parts, of which none is seen before all are there', async () => {
    const store = await startS3();
    const place = placeIn(store, {}, { partBytes: 5 * megabytes });
    const content = noise(12 * megabytes);
    const sink = await place.create(a);
    for (let at = 0; at < content.length; at += megabytes)
      await sink.write(content.subarray(at, at + megabytes));
    expect(store.uploads()).toHaveLength(1);
    expect(await place.list()).toEqual([]);
    await sink.commit();
    expect(store.uploads()).toEqual([]);
    expect(await place.list()).toEqual([{ name: a, bytes: content.length }]);
    expect(store.calls.filter((call) => call.includes('partNumber='))).toHaveLength(3);
    expect((await bytesOf(await place.open(a))).equals(content)).toBe(true);
  });

  test('lists page after page, its own folder only', async () => {
    const store = await startS3();
    const place = placeIn(store, {}, { pageSize: 3 });
    const names = Array.from({ length: 8 }, (_, i) => `clipbook-2026-11-0${i + 1}T000000Z.tar.zst`);
    for (const name of names) await upload(place, name, Buffer.from(name));
    await upload(placeIn(store, {}, {}, 's3://backups'), 'top.txt', Buffer.from('x'));
    await upload(placeIn(store, {}, {}, 's3://backups/museums/deeper'), 'deep.txt', Buffer.from('x'));
    await upload(placeIn(store, {}, {}, 's3://backups/museums2'), 'beside.txt', Buffer.from('x'));
    store.calls.length = 0;
    expect((await place.list()).map(({ name }) => name).toSorted()).toEqual(names);
    expect(store.calls).toHaveLength(3);
  });

  test('names with signs that an address spells otherwise come through', async () => {
    const store = await startS3();
    const place = placeIn(store, {}, {}, "s3://backups/my%20museums (2026)+é!*'");
    await upload(place, a, Buffer.from('x'));
    expect(await place.list()).toEqual([{ name: a, bytes: 1 }]);
    expect((await bytesOf(await place.open(a))).toString()).toBe('x');
  });

  test('with the bucket in the host name', async () => {
    const store = await startS3();
    const { port } = new URL(store.endpoint);
    const toHere = (_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    const dispatcher = new Agent({ connect: { lookup: toHere as never } });
    const hosts: (string | undefined)[] = [];
    store.fault = ({ headers }) => {
      hosts.push(headers.host);
      return false;
    };
    const address = `s3://backups/museums?endpoint=http://s3.example.test:${port}&addressing=virtual`;
    const place = s3Place(address, settings, { dispatcher }, effects);
    await upload(place, a, Buffer.from('virtual'));
    expect((await bytesOf(await place.open(a))).toString()).toBe('virtual');
    expect(await place.list()).toEqual([{ name: a, bytes: 7 }]);
    expect(new Set(hosts)).toEqual(new Set([`backups.s3.example.test:${port}`]));
    expect(store.calls[0]).toBe(`PUT /museums/${a}`);
    await dispatcher.close();
  });

  test('a token of a temporary key goes with every call, and is signed', async () => {
    const store = await startS3();
    let signed = '';
    store.fault = ({ headers }) => {
      signed = `${headers['x-amz-security-token']} ${headers.authorization}`;
      return false;
    };
    await placeIn(store, { s3_session_token: 'temporary' }).list();
    expect(signed).toMatch(/^temporary .*SignedHeaders=\S*x-amz-security-token/);
  });
});

describe('a store that refuses', () => {
  test.each([
    ['a key that it does not know', { s3_access_key_id: 'nobody' }, 'bucket_refused', /InvalidAccessKeyId/],
    [
      'a wrong secret',
      { s3_secret_access_key: 'WRONG-SECRET-7f3a' },
      'bucket_refused',
      /SignatureDoesNotMatch/,
    ],
  ])('%s: said at once, without the secret', async (_, changes, code, text) => {
    const store = await startS3();
    const failure = placeIn(store, changes).list();
    await expect(failure).rejects.toMatchObject({ code, exitCode: 2, message: expect.stringMatching(text) });
    await failure.catch((error: Error) => expect(error.message).not.toContain('WRONG-SECRET'));
    expect(store.calls).toHaveLength(1);
  });

  test('for want of the bucket', async () => {
    const store = await startS3();
    const place = placeIn(store, {}, {}, 's3://elsewhere/x');
    await expect(place.list()).rejects.toMatchObject({ code: 'bucket_missing', exitCode: 2 });
    await expect(upload(place, a, Buffer.from('x'))).rejects.toMatchObject({ code: 'bucket_missing' });
  });

  test('because the bucket is in another region, which is said', async () => {
    const store = await startS3();
    store.fault = ({ response }) => {
      response
        .writeHead(301, { 'x-amz-bucket-region': 'ap-south-1' })
        .end('<Error><Code>PermanentRedirect</Code></Error>');
      return true;
    };
    await expect(placeIn(store).list()).rejects.toMatchObject({
      code: 'bucket_wrong_region',
      hint: 'Set AWS_REGION=ap-south-1.',
    });
  });

  test('with words that are not ours: nothing in them reaches the terminal', async () => {
    const store = await startS3();
    store.fault = ({ response }) => {
      sayError(response, 418, 'Teapot', 'red \u001b[31m\u0007 and\nbroken');
      return true;
    };
    await expect(placeIn(store).list()).rejects.toMatchObject({
      code: 'bucket_failed',
      message: expect.stringContaining('Teapot: red [31m and broken'),
    });
  });

  test('with an error in an answer of status 200', async () => {
    const store = await startS3();
    store.fault = ({ method, url, response }) => {
      if (method !== 'POST' || !url.includes('uploadId')) return false;
      sayError(response, 200, 'InternalError', 'parts are lost');
      return true;
    };
    const place = placeIn(store, {}, { partBytes: 5 * megabytes });
    await expect(upload(place, a, noise(6 * megabytes))).rejects.toMatchObject({ message: /parts are lost/ });
    expect(await place.list()).toEqual([]);
  });
});

describe('a store on a bad day', () => {
  /** A fault at the first calls that are meant; the others go through. */
  const atFirst = (
    times: number,
    strike: (call: Call) => void,
    meant: (call: Call) => boolean = () => true,
  ) => {
    let left = times;
    return (call: Call) => {
      if (!meant(call) || left-- <= 0) return false;
      strike(call);
      return true;
    };
  };
  const slowDown = ({ response }: Call) =>
    sayError(response, 503, 'SlowDown', 'Please reduce your request rate.');
  const cut = ({ response }: Call) => response.destroy();

  test.each([
    ['asks to slow down', slowDown],
    ['breaks the connection', cut],
    ['has a fault of its own', ({ response }: Call) => sayError(response, 500, 'InternalError', '')],
  ])('%s: the call is made again, as often as the settings say', async (_, strike) => {
    const store = await startS3();
    store.fault = atFirst(2, strike);
    await upload(placeIn(store), a, Buffer.from('in the end'));
    expect(store.calls).toHaveLength(3);
    store.fault = atFirst(3, strike);
    await expect(placeIn(store).list()).rejects.toMatchObject({
      code: expect.stringMatching(/^bucket_(?:failed|unreachable)$/),
    });
  });

  test.each(['GET', 'PUT', 'HEAD', 'DELETE'])(
    'never answers a %s: given up at the time limit',
    async (method) => {
      const store = await startS3();
      const place = placeIn(store, { time_limit_ms: 150, retries: 1 });
      store.fault = (call) => call.method === method;
      const act = {
        GET: () => place.list(),
        PUT: () => upload(place, a, Buffer.from('x')),
        HEAD: () => place.open(a),
        DELETE: () => place.remove(a),
      }[method] as () => Promise<unknown>;
      await expect(act()).rejects.toMatchObject({ code: 'bucket_unreachable', exitCode: 1 });
      expect(store.calls.filter((call) => call.startsWith(method))).toHaveLength(2);
    },
  );

  test('stops in the midst of an object: it is gone on with from there', async () => {
    const store = await startS3();
    const place = placeIn(store);
    const content = noise(400_000);
    await upload(place, a, content);
    let cuts = 2;
    store.answer = ({ method }, body) => (method === 'GET' && cuts-- > 0 ? body.subarray(0, 150_000) : body);
    store.calls.length = 0;
    expect((await bytesOf(await place.open(a), 1000, 399_000)).equals(content.subarray(1000))).toBe(true);
    expect(store.calls.filter((call) => call.startsWith('GET'))).toHaveLength(3);
  });

  test('begins an object and then falls silent: the time limit holds there too', async () => {
    const store = await startS3();
    await upload(placeIn(store), a, noise(100_000));
    store.fault = ({ method, response }) => {
      if (method !== 'GET') return false;
      response.writeHead(206, { 'content-length': '100000', 'content-range': 'bytes 0-99999/100000' });
      response.write(Buffer.alloc(1000));
      return true;
    };
    const source = await placeIn(store, { time_limit_ms: 200, retries: 0 }).open(a);
    await expect(bytesOf(source)).rejects.toMatchObject({ code: 'bucket_unreachable' });
  });

  test('forgets what a range is: said, and not taken for the object', async () => {
    const store = await startS3();
    await upload(placeIn(store), a, noise(1000));
    const source = await placeIn(store).open(a);
    store.fault = ({ method, response }) => {
      if (method !== 'GET') return false;
      response.writeHead(200).end(noise(1000));
      return true;
    };
    await expect(bytesOf(source, 500, 100)).rejects.toMatchObject({ code: 'bucket_failed' });
  });

  test('loses the answer to the last call of an upload: the file counts as there when it is', async () => {
    const store = await startS3();
    const place = placeIn(store, {}, { partBytes: 5 * megabytes });
    let lost = false;
    store.answer = ({ method, url }, body) => {
      if (lost || method !== 'POST' || !url.includes('uploadId')) return body;
      lost = true;
      return null;
    };
    await upload(place, a, noise(6 * megabytes));
    expect(lost).toBe(true);
    expect(await place.list()).toEqual([{ name: a, bytes: 6 * megabytes }]);
  });

  test('fails an upload for good: it is given up there, and nothing is left', async () => {
    const store = await startS3();
    const note = uploadNote(path.join(temporaryFolder(), '.backup.json'));
    const place = placeIn(store, {}, { partBytes: 5 * megabytes, note });
    const sink = await place.create(a);
    await sink.write(noise(5 * megabytes));
    expect(await note.read()).toMatchObject({ place: 's3://backups/museums', key: `museums/${a}` });
    store.fault = ({ method, response }) => {
      if (method !== 'PUT') return false;
      sayError(response, 507, 'InsufficientStorage', 'full');
      return true;
    };
    await expect(sink.write(noise(5 * megabytes))).rejects.toMatchObject({ code: 'bucket_failed' });
    await sink.abort();
    expect(store.uploads()).toEqual([]);
    expect(await note.read()).toBeNull();
    expect(await place.list()).toEqual([]);
  });
});

describe('uploads that a killed backup left', () => {
  test('are ended by the next one on the same machine', async () => {
    const store = await startS3();
    const file = path.join(temporaryFolder(), '.backup.json');
    const options = { partBytes: 5 * megabytes, note: uploadNote(file) };
    await (await placeIn(store, {}, options).create(a)).write(noise(6 * megabytes));
    expect(store.uploads()).toHaveLength(1);
    // Another place has nothing to do with it.
    expect(await placeIn(store, {}, options, 's3://backups/other').sweep()).toBe(0);
    expect(await placeIn(store, {}, options).sweep()).toBe(1);
    expect(store.uploads()).toEqual([]);
    expect(existsSync(file)).toBe(false);
    expect(await placeIn(store, {}, options).sweep()).toBe(0);
  });

  test('of other machines after a day, and only those with our names', async () => {
    const store = await startS3();
    const options = { partBytes: 5 * megabytes };
    await (await placeIn(store, {}, options).create(a)).write(noise(5 * megabytes));
    await (await placeIn(store, {}, options).create('film.mp4')).write(noise(5 * megabytes));
    expect(await placeIn(store).sweep()).toBe(0);
    const old = new Date(Date.now() - 25 * 3_600_000);
    for (const upload of store.uploads()) {
      const at = path.join(store.folder, 'backups/._S3rver_uploads', upload);
      utimesSync(at, old, old);
    }
    expect(await placeIn(store).sweep()).toBe(1);
    expect(store.uploads()).toHaveLength(1);
  });

  test('where the store does not list them: no reason to fail', async () => {
    const store = await startS3();
    store.fault = ({ url, response }) => {
      if (!url.includes('uploads')) return false;
      sayError(response, 501, 'NotImplemented', '');
      return true;
    };
    expect(await placeIn(store).sweep()).toBe(0);
  });
});

describe('addresses', () => {
  const parse = (address: string, s3_endpoint: string | null = null) =>
    parseS3Address(address, { s3_endpoint, s3_region: 'eu-west-3' });

  test('of Amazon, of another store from the environment, and of one that they name themselves', () => {
    expect(parse('s3://my-bucket/a/b/')).toEqual({
      bucket: {
        name: 'my-bucket',
        region: 'eu-west-3',
        endpoint: 'https://s3.eu-west-3.amazonaws.com',
        addressing: 'virtual',
      },
      prefix: 'a/b/',
      label: 's3://my-bucket/a/b',
    });
    expect(parse('s3://my-bucket', 'https://minio.example.org:9000/')).toMatchObject({
      bucket: { endpoint: 'https://minio.example.org:9000', addressing: 'path' },
      prefix: '',
    });
    expect(
      parse('s3://b.c/x?endpoint=https://e.example.org&region=auto&addressing=virtual', 'https://no'),
    ).toMatchObject({
      bucket: { name: 'b.c', region: 'auto', endpoint: 'https://e.example.org', addressing: 'virtual' },
    });
    expect(parse('s3://with.dots/x').bucket.addressing).toBe('path');
  });

  test.each([
    's3://',
    's3://Ab',
    's3://my_bucket/x',
    's3://bucket/../other',
    's3://bucket/%2e%2e/other',
    's3://bucket/%zz',
    's3://bucket:9000/x',
    's3://bucket/x?versioning=1',
    's3://bucket/x?endpoint=ftp://host',
    's3://bucket/x?addressing=both',
  ])('%s is none', (address) => {
    expect(() => parse(address)).toThrow(expect.objectContaining({ code: 'bad_place', exitCode: 2 }));
  });

  test.each(['s3://key:PLANTED-SECRET@bucket/x', 's3://bucket/x?endpoint=https://key:PLANTED-SECRET@host'])(
    'credentials in an address are refused and not repeated',
    (address) => {
      expect(() => parse(address)).toThrow(
        expect.objectContaining({ code: 'bad_place', message: expect.not.stringContaining('PLANTED') }),
      );
    },
  );

  test('of one archive, and without keys', () => {
    const { place, archive } = openPlace(`s3://bucket/a/${a}?region=auto`, settings);
    expect([place.label, archive]).toEqual(['s3://bucket/a', a]);
    expect(openPlace('s3://bucket', settings).archive).toBeNull();
    expect(() => openPlace('s3://bucket', { ...settings, s3_access_key_id: null })).toThrow(
      expect.objectContaining({ code: 'bucket_keys_missing', exitCode: 2 }),
    );
  });
});
