import { type Effects, liveEffects } from '../effects.ts';
import { type Client, readToken, refusalOf, refusedToken, type Token } from './api-token-answer.ts';
import { FetchError } from './fetch-error.ts';
import { sendForm } from './get.ts';
import { withoutCredentials } from './redirect.ts';

/** How access tokens are had (RFC 6749): by a refresh token of an account, by the application alone, or not at all. */
export type Grant =
  | {
      kind: 'refresh';
      client: Client;
      refreshToken: string;
      /** Called with the refresh token that replaces the one before it, which stops working. */
      onReplaced?: ((refreshToken: string) => void) | undefined;
    }
  | { kind: 'client'; client: Client }
  | { kind: 'fixed'; accessToken: string };

export interface TokenSettings {
  api_origin: string;
  time_limit_ms: number;
  retries: number;
}

/** Access tokens for one account or one application. They live in memory and end with the run. */
export interface Tokens {
  /**
   * The access token to send: had at the first call, and again where the one before has expired. Throws `TokenError`
   * where the API does not accept what it is had by, and `FetchError` where it does not answer.
   */
  current(): Promise<string>;
  /** A token was refused: true where `current` gives another one from here on. Throws as `current` does. */
  renew(refused: string): Promise<boolean>;
  /** What the account's owner agreed to; null before the first token and where the API did not say. */
  scopes(): readonly string[] | null;
  /** What somebody has to know of the tokens, in sentences that show none of them. */
  notes(): string[];
  /** Token requests sent so far. */
  readonly requests: number;
}

const tokenPath = '/v2/oauth/token/';

export function createTokens(grant: Grant, settings: TokenSettings, effects: Effects = liveEffects): Tokens {
  const base = withoutCredentials(new URL(settings.api_origin));
  const url = new URL(base.href.replace(/\/$/, '') + tokenPath);
  let refreshToken = grant.kind === 'refresh' ? grant.refreshToken : '';
  let token: Token | null =
    grant.kind === 'fixed'
      ? { value: grant.accessToken, until: Number.POSITIVE_INFINITY, scopes: null }
      : null;
  let pending: Promise<Token> | null = null;
  let replaced = false;
  let requests = 0;

  /** One request at a time: a refresh token is good for one use. */
  function fetchToken(): Promise<Token> {
    pending ??= tryRepeatedly().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function tryRepeatedly(): Promise<Token> {
    for (let attempt = 1; ; attempt++) {
      try {
        token = await ask();
        return token;
      } catch (error) {
        const mayRetry = error instanceof FetchError && attempt <= settings.retries;
        const waitMs = mayRetry ? error.waitMs(attempt, effects.random()) : null;
        if (waitMs === null) throw error;
        await effects.sleep(waitMs);
      }
    }
  }

  async function ask(): Promise<Token> {
    if (grant.kind === 'fixed') throw refusedToken(url, 'the access token is not valid');
    requests++;
    const { key, secret } = grant.client;
    const { status, body } = await sendForm(
      url,
      {
        client_key: key,
        client_secret: secret,
        ...(grant.kind === 'refresh'
          ? { grant_type: 'refresh_token', refresh_token: refreshToken }
          : { grant_type: 'client_credentials' }),
      },
      settings.time_limit_ms,
    );
    const next = readToken(body, effects.now());
    if (next === null || status >= 400) throw refusalOf(url, status, body, grant.client);
    if (grant.kind === 'refresh' && next.refreshToken !== null && next.refreshToken !== refreshToken) {
      refreshToken = next.refreshToken;
      replaced = true;
      grant.onReplaced?.(refreshToken);
    }
    return next;
  }

  return {
    async current() {
      if (token !== null && effects.now().getTime() < token.until) return token.value;
      return (await fetchToken()).value;
    },
    async renew(refused) {
      if (grant.kind === 'fixed') return false;
      // Somebody else may have renewed it while this request was on its way.
      if (token === null || token.value === refused) await fetchToken();
      return token?.value !== refused;
    },
    scopes: () => token?.scopes ?? null,
    // Where somebody keeps the new one there is nothing to say.
    notes: () => (replaced && grant.kind === 'refresh' && !grant.onReplaced ? [replacedNote] : []),
    get requests() {
      return requests;
    },
  };
}

/** Said once a run: an environment cannot be written to. */
export const replacedNote =
  'TikTok replaced a refresh token: the one in CLIPBOOK_DISPLAY_REFRESH_TOKENS may have stopped working; where the next run says so, authorise the application again. CLIPBOOK_DISPLAY_TOKEN_FILE names a file that keeps the new one.';
