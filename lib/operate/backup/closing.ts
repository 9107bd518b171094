import { createHash } from 'node:crypto';

/**
 * The closing record: the last 100 bytes of an archive, which say where its manifest lies and what it hashes to. It is a
 * skippable frame of zstd (RFC 8878, 3.1.2), so unpackers pass over it; an archive that was cut short has none.
 *
 * 0 frame magic, 4 length of what follows, 8 `CLIPBOOK`, 16 format, 20 offset of the manifest's frame, 28 its bytes, 36 its
 * sha256, 68 sha256 of all before. Numbers are little-endian.
 */
export interface ClosingRecord {
  format: number;
  offset: number;
  bytes: number;
  /** Of the manifest's frame, as hex. */
  sha256: string;
}

export const closingBytes = 100;
const skippableFrame = 0x184d2a5c;
const mark = Buffer.from('CLIPBOOK');

export function formatClosing({ format, offset, bytes, sha256 }: ClosingRecord): Buffer {
  const record = Buffer.alloc(closingBytes);
  record.writeUInt32LE(skippableFrame, 0);
  record.writeUInt32LE(closingBytes - 8, 4);
  mark.copy(record, 8);
  record.writeUInt32LE(format, 16);
  record.writeBigUInt64LE(BigInt(offset), 20);
  record.writeBigUInt64LE(BigInt(bytes), 28);
  record.write(sha256, 36, 'hex');
  createHash('sha256').update(record.subarray(0, 68)).digest().copy(record, 68);
  return record;
}

/** The record in the last bytes of a file; null where it is damaged or none. */
export function parseClosing(record: Buffer): ClosingRecord | null {
  if (record.length !== closingBytes || !record.subarray(8, 16).equals(mark)) return null;
  const parsed: ClosingRecord = {
    format: record.readUInt32LE(16),
    offset: Number(record.readBigUInt64LE(20)),
    bytes: Number(record.readBigUInt64LE(28)),
    sha256: record.toString('hex', 36, 68),
  };
  const sound = Number.isSafeInteger(parsed.offset) && Number.isSafeInteger(parsed.bytes);
  return sound && formatClosing(parsed).equals(record) ? parsed : null;
}
