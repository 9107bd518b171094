/** No connection to the origin could be made through a proxy. `why` continues "The proxy failed: ". */
export class ProxyFault extends Error {
  override readonly name = 'ProxyFault';
  readonly why: string;
  constructor(why: string) {
    super(`The proxy failed: ${why}.`);
    this.why = why;
  }
}

/**
 * Why a thrown error means that the proxy failed and not the origin, in words without any credential; null where it does
 * not, as for everything that was thrown on a direct route or once there was a connection to the origin.
 */
export function proxyFault(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProxyFault) return at.why;
  return null;
}

/**
 * The fault for what undici or Node threw while they made a connection through a proxy. It holds words and a code and no
 * cause, so that nothing of an address can be in it. Null for a request that was wrong by itself or given up by us.
 */
export function proxyFaultOf(error: unknown): ProxyFault | null {
  const { code, message } = partsOf(error);
  if (/^UND_ERR_(?:DESTROYED|CLOSED|INVALID_ARG)$/.test(code)) return null;
  // undici says this in words alone.
  const status = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (status !== undefined) return new ProxyFault(answerWords(status));
  if (code === 'UND_ERR_ABORTED') return null;
  return new ProxyFault(
    words.find(([pattern]) => pattern.test(code))?.[1].replace('CODE', code) ??
      `no connection through it (${code})`,
  );
}

/** By code, the first that fits. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^UND_ERR_SOCKS5_AUTH/, 'it does not accept the name and password'],
  [/^UND_ERR_SOCKS5_REPLY_2$/, 'it does not allow the connection (CODE)'],
  [/^UND_ERR_SOCKS5_REPLY_[3-6]$/, 'it cannot reach the origin (CODE)'],
  [
    /^UND_ERR_SOCKS5_(?:VERSION|REPLY_VERSION|ADDR_TYPE)$|^HPE_|^HTTPParserError$/,
    'it does not answer as such a proxy does (CODE)',
  ],
  [/^UND_ERR_(?:CONNECT|HEADERS)_TIMEOUT$/, 'it made no connection in time'],
  [/^(?:UND_ERR_PRX_CONN|ECONNRESET|EPIPE)$/, 'it closed the connection (CODE)'],
  [/CERT|SSL|TLS/, 'the connection through it is not secure (CODE)'],
  [
    /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
    'it cannot be reached (CODE)',
  ],
];

function answerWords(status: string): string {
  if (status === '407' || status === '401') return `it does not accept the name and password (${status})`;
  if (status === '403') return 'it does not allow the connection (403)';
  return status.startsWith('5')
    ? `it cannot reach the origin (${status})`
    : `it answered CONNECT with ${status}`;
}

function partsOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'unknown', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message };
}
