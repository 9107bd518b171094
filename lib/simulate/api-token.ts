import { hashOf } from './chance.ts';
import type { World } from './world.ts';

/** The application that the simulated API knows. Nothing of it is secret: everything behind it is invented. */
export const simulatedClient = { key: 'simulated-key', secret: 'simulated-secret' } as const;

/** What owners are asked to agree to. */
export const allScopes = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list'] as const;
export type Scope = (typeof allScopes)[number];

/**
 * What a token says. The API keeps no list of tokens: each carries what is known of it, and a sum that a made-up one
 * has not.
 */
export interface TokenClaims {
  kind: 'refresh' | 'access' | 'client';
  /** Account id; '' for a client token. */
  account: string;
  scopes: readonly string[];
  /** End of its life, in seconds since 1970. */
  until: number;
  /** How often the refresh token was replaced. */
  turn: number;
}

const prefixes = { refresh: 'rft', access: 'act', client: 'clt' } as const;

export function writeToken(world: World, claims: TokenClaims): string {
  const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${prefixes[claims.kind]}.${text}.${hashOf(world.seed, 'token', text)}`;
}

/** What a token says; null for one that this world did not write, of another kind, or whose life is over. */
export function readToken(
  world: World,
  at: Date,
  kind: TokenClaims['kind'],
  token: string,
): TokenClaims | null {
  const [prefix, text = '', sum] = token.split('.');
  if (prefix !== prefixes[kind] || sum !== String(hashOf(world.seed, 'token', text))) return null;
  const claims = JSON.parse(Buffer.from(text, 'base64url').toString()) as TokenClaims;
  return claims.until > at.getTime() / 1000 ? claims : null;
}

/** The refresh token that an owner has after authorising the application at an instant. */
export function refreshTokenFor(
  world: World,
  accountId: string,
  at: Date,
  scopes: readonly Scope[] = allScopes,
): string {
  const until = Math.floor(at.getTime() / 1000) + refreshSeconds;
  return writeToken(world, { kind: 'refresh', account: accountId, scopes, until, turn: 0 });
}

/** Lives of the tokens, as TikTok's documents state them: 180 days for a refresh token, two hours for the others. */
export const refreshSeconds = 180 * 86_400;
export const accessSeconds = 7_200;
