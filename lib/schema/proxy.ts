import { InputError } from '../errors.ts';

/** A proxy as a person writes it, `socks5://name:password@proxy.example:1080`, taken apart. */
export interface ProxyAddress {
  protocol: 'http:' | 'https:' | 'socks5:';
  /** Without credentials and with the port where it is not the usual one: what may be shown. */
  label: string;
  /** Decoded; null where there are none. */
  credentials: { name: string; password: string } | null;
}

/**
 * Reads the URL of a proxy. `socks5h://` means the same as `socks5://`: names are always resolved by the proxy. Throws
 * `InputError` `bad_proxy`, which says that it is number `number` of the list, and shows nothing of it.
 */
export function readProxy(text: string, number = 1): ProxyAddress {
  const problem = proxyProblem(text);
  if (problem !== null)
    throw new InputError('bad_proxy', `Proxy ${number} of the list ${problem}.`, {
      hint: 'Write it as http://name:password@host:port, or with https or socks5. In name and password, %40 stands for @, %3A for :, %2F for / and %2C for a comma.',
    });
  const url = new URL(text);
  return {
    protocol: protocolOf(url) ?? 'http:',
    label: `${protocolOf(url)}//${url.host}`,
    credentials:
      url.username || url.password
        ? { name: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
        : null,
  };
}

/** What is wrong with the URL of a proxy, in words that show nothing of it; null where nothing is. */
export function proxyProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is no URL';
  const url = new URL(text);
  const protocol = protocolOf(url);
  if (protocol === null) return 'begins with neither http://, https:// nor socks5://';
  if (url.hostname === '') return 'names no host';
  // A password with a bare / or # ends the host early: what is left of it would be shown as host and port.
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return 'has something after the host and port';
  const decoded = [url.username, url.password].map(decode);
  if (decoded.includes(null)) return 'has a name or password with a % that stands for no character';
  const lengths = decoded.map((part) => Buffer.byteLength(part ?? ''));
  if (
    protocol === 'socks5:' &&
    lengths.some((bytes) => bytes > 255 || (bytes === 0 && lengths[0] !== lengths[1]))
  )
    return 'needs both name and password, of 255 bytes at most, or neither';
  return null;
}

function protocolOf({ protocol }: URL): ProxyAddress['protocol'] | null {
  if (protocol === 'http:' || protocol === 'https:') return protocol;
  return protocol === 'socks5:' || protocol === 'socks5h:' ? 'socks5:' : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
