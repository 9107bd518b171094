import { exact, plural } from '../format.ts';
import type { Ranked, Ranking, RankSeries } from './rank-rows.ts';
import { writeSpan } from './words.ts';

interface Words {
  measure: string;
  noun: string;
  lead: RankSeries | undefined;
}

/** "=3" where several share the rank. */
export const writeRank = ({ rank, tied }: Ranked): string =>
  rank === null ? 'none' : `${tied ? '=' : ''}${rank}`;

const endsOf = ({ ranked }: RankSeries) => {
  const known = ranked.filter(({ rank }) => rank !== null);
  return [known[0], known.at(-1)] as const;
};

/** The finding: how the highlighted one moved, else who is first. */
export function titleRanks({ series, days }: Ranking, { measure, lead }: Words): string {
  if (lead) {
    const [first, last] = endsOf(lead);
    if (!first || !last) return `${lead.name}: not ranked by ${measure}`;
    const move =
      first.rank === last.rank ? `at rank ${first.rank}` : `from rank ${first.rank} to rank ${last.rank}`;
    return `${lead.name}: ${move} by ${measure}`;
  }
  const leader = series[0];
  if (leader?.ranked.at(-1)?.rank !== 1) return `Ranks by ${measure}`;
  if (leader.ranked.at(-1)?.tied) return `${leader.name} shares the first rank by ${measure}`;
  const throughout = days.length > 1 && leader.ranked.every(({ rank }) => rank === 1);
  return `${leader.name} is first by ${measure}${throughout ? ', throughout' : ''}`;
}

/** Ranks in a sentence: who is first, who moved most up and down, the highlighted one, and who is not observed at the end. */
export function describeRanks(ranking: Ranking, { measure, noun, lead }: Words): string {
  const { series, days } = ranking;
  const [start, end] = [days[0], days.at(-1)];
  if (!start || !end) return `Ranks by ${measure}: there is nothing to rank yet.`;
  const subject = `Ranks of ${plural(series.length, noun)} by ${measure}, ${writeSpan({ first: start.day, last: end.day })}`;
  const present = series.filter(({ ranked }) => ranked.at(-1)?.rank !== null);
  const ranked = series.filter((each) => endsOf(each)[0]);
  if (ranked.length === 0) return `${subject}: not observed for any.`;
  const missing = series.length - present.length;
  const parts = [
    present.length === 0 ? '' : `first at the end ${sayFirst(present)}`,
    ...(lead ? [sayMove(lead)] : []),
    ...sayExtremes(ranked.filter((each) => each !== lead)),
    missing === 0 ? '' : `${exact(missing)} of ${exact(series.length)} not observed at the end`,
  ];
  return `${subject}: ${parts.filter((part) => part !== '').join('; ')}.`;
}

function sayFirst(present: readonly RankSeries[]): string {
  const first = present.filter(({ ranked }) => ranked.at(-1)?.rank === 1);
  const names = first.slice(0, 3).map(({ name }) => name);
  const more = first.length > 3 ? ` and ${exact(first.length - 3)} more` : '';
  if (first.length > 1) return `${names.join(', ')}${more}, equal`;
  const always = first[0]?.ranked.every(({ rank }) => rank === 1) && (first[0]?.ranked.length ?? 0) > 1;
  return `${names[0]}${always ? ', as throughout' : ''}`;
}

function sayMove(each: RankSeries): string {
  const [first, last] = endsOf(each);
  if (!first || !last) return `${each.name} not observed`;
  return first.rank === last.rank
    ? `${each.name} at ${last.rank}`
    : `${each.name} from ${first.rank} to ${last.rank}`;
}

/** Who rose and who fell furthest, by the first and last rank of each. */
function sayExtremes(ranked: readonly RankSeries[]): string[] {
  const moves = ranked.map((each) => {
    const [first, last] = endsOf(each);
    return { each, up: (first?.rank ?? 0) - (last?.rank ?? 0) };
  });
  if (moves.length === 0) return [];
  const up = moves.reduce((most, move) => (move.up > most.up ? move : most));
  const down = moves.reduce((most, move) => (move.up < most.up ? move : most));
  return [
    ...(up.up > 0 ? [`furthest up ${sayMove(up.each)}`] : []),
    ...(down.up < 0 ? [`furthest down ${sayMove(down.each)}`] : []),
    ...(up.up === 0 && down.up === 0 && moves.length > 1 && (ranked[0]?.ranked.length ?? 0) > 1
      ? ['all at the end where they began']
      : []),
  ];
}
