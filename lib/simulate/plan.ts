import { msPerDay, msPerHour } from '../calendar.ts';
import { type Chance, chanceOf } from './chance.ts';

/** A stretch of time in milliseconds since 1970; the end is not part of it. */
export interface Spell {
  fromMs: number;
  untilMs: number;
}

/** What happens to whom, and when; accounts by their number in the cast. Null where the world is too small for it. */
export interface Plan {
  /** Fake followers are swept out: several accounts lose a share of theirs. */
  purge: Spell & { fractions: ReadonlyMap<number, number> };
  rename: { index: number; atMs: number } | null;
  private: { index: number; atMs: number } | null;
  deleted: { index: number; atMs: number } | null;
  /** One account gives no answer, twice: for a day, and long enough to be a gap. */
  silence: { index: number; spells: readonly Spell[] } | null;
  /** A whole UTC day on which nothing answers. */
  outage: Spell | null;
  /** One post goes round the world and brings followers. */
  viral: { index: number; atMs: number };
  /** A young post is taken down. */
  removal: { index: number; atMs: number };
}

/** Accounts that overflow 32 bits stay whole where there are others to take: charts of them are worth having. */
const spared = 3;

/**
 * Places the events of a world of `accounts` accounts and `days` days from `startMs` (a UTC midnight). Nothing
 * happens in the last tenth of the days, so that a collection ends on fresh data.
 */
export function planEvents(seed: number, accounts: number, startMs: number, days: number): Plan {
  const chance = chanceOf(seed, 'plan');
  const order = shuffle(
    Array.from({ length: accounts }, (_, index) => index),
    chance,
  );
  const free = [
    ...order.filter((index) => index >= spared),
    ...order.filter((index) => index < spared).sort((a, b) => b - a),
  ];
  /** An instant in the day's middle hours, at about that fraction of the days. */
  const instantAt = (from: number, to: number) =>
    startMs + Math.floor(days * chance.between(from, to)) * msPerDay + chance.whole(5 * 60, 19 * 60) * 60_000;
  const spellOf = (from: number, to: number, length: number): Spell => {
    const fromMs = startMs + Math.max(1, Math.floor(days * chance.between(from, to))) * msPerDay;
    return { fromMs, untilMs: fromMs + length * msPerDay };
  };

  const purgeMs = instantAt(0.36, 0.48);
  const hit = shuffle([...order], chance).slice(0, Math.max(1, Math.round(accounts * 0.4)));
  const fractions = new Map(hit.map((index) => [index, chance.between(0.01, 0.03)] as const));
  const role = (order: number, atLeast: number) => (accounts >= atLeast ? (free[order] ?? null) : null);
  const change = (index: number | null, from: number, to: number) => {
    const atMs = instantAt(from, to);
    return index === null ? null : { index, atMs };
  };
  const rename = change(role(0, 2), 0.3, 0.55);
  const silent = role(1, 3);
  const spells = [spellOf(0.15, 0.28, 1), ...(days >= 20 ? [spellOf(0.74, 0.82, 3)] : [])];
  const toPrivate = change(role(2, 4), 0.5, 0.7);
  const deleted = change(role(3, 5), 0.58, 0.78);
  const outage = spellOf(0.56, 0.68, 1);
  // Not one of the above, nor a giant, whose followers no single post moves.
  const viral = free[4] ?? 0;
  const removal = free[5] ?? 0;
  return {
    purge: { fromMs: purgeMs, untilMs: purgeMs + 6 * msPerHour, fractions },
    rename,
    private: toPrivate,
    deleted,
    silence: silent === null || days < 5 ? null : { index: silent, spells },
    outage: days < 5 ? null : outage,
    viral: { index: viral, atMs: instantAt(0.25, 0.5) },
    removal: { index: removal, atMs: instantAt(0.3, 0.6) },
  };
}

/** True while an instant lies in a spell. */
export function isWithin(spell: Spell, ms: number): boolean {
  return ms >= spell.fromMs && ms < spell.untilMs;
}

function shuffle<T>(list: T[], chance: Chance): T[] {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = chance.whole(0, last);
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}
