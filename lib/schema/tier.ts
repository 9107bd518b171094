/** A class of accounts by size: those with at least `from` followers and fewer than the next tier. */
export interface Tier {
  name: string;
  from: number;
}

/** Tiers in common use as a setting writes them, and `starter` below them. Others draw other lines. */
export const usualTiers: string[] = [
  'starter=0',
  'nano=1000',
  'micro=10000',
  'mid=100000',
  'macro=500000',
  'mega=1000000',
];

/** Tiers from words such as `nano=1000`; null where they do not rise, a name comes twice or a word is no such. */
export function readTiers(words: readonly string[]): Tier[] | null {
  const tiers: Tier[] = [];
  for (const word of words) {
    const [, name, from] = /^([a-z][a-z0-9-]*)=(\d{1,15})$/.exec(word) ?? [];
    if (name === undefined || tiers.some((tier) => tier.name === name)) return null;
    if (Number(from) <= (tiers.at(-1)?.from ?? -1)) return null;
    tiers.push({ name, from: Number(from) });
  }
  return tiers.length === 0 ? null : tiers;
}

export const defaultTiers: readonly Tier[] = readTiers(usualTiers) ?? [];

/** The name of the tier of so many followers, lower ends included; null below the first tier. */
export function tierOf(followers: number, tiers: readonly Tier[] = defaultTiers): string | null {
  return tiers.findLast(({ from }) => followers >= from)?.name ?? null;
}
