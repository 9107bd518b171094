import { isUtf8 } from 'node:buffer';
import type { Capture } from '../schema/capture.ts';

/**
 * The body of a capture as text, without a byte-order mark. Valid UTF-8 is read as that whatever the header claims
 * (TikTok writes nothing else, and other charsets almost never happen to be valid UTF-8); otherwise the declared
 * charset is used, and where there is none, broken bytes become U+FFFD.
 */
export function bodyText(capture: Pick<Capture, 'body' | 'content_type'>): string {
  const bytes = Buffer.from(capture.body.buffer, capture.body.byteOffset, capture.body.byteLength);
  const text = isUtf8(bytes)
    ? bytes.toString('utf8')
    : new TextDecoder(charsetOf(capture.content_type)).decode(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function charsetOf(contentType: string): string {
  const label = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}
