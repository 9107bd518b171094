import { exact, plural } from '../format.ts';
import { correlationP, spearman } from '../stats/hypothesis/correlation.ts';
import { writerOf } from './measure-axis.ts';
import type { ColumnWords } from './objects.ts';
import type { ScatterPoint } from './scatter-model.ts';
import { extremesOf } from './value-words.ts';

interface Words {
  x: ColumnWords;
  y: ColumnWords;
  noun: string;
  /** How many rows there are with those that are not shown. */
  all: number;
}

/** A scatter in a sentence: how many, the range of both measures with who is outermost, and how they go together. */
export function describeScatter(points: readonly ScatterPoint[], { x, y, noun, all }: Words): string {
  const subject = `${y.title} against ${x.title.slice(0, 1).toLowerCase()}${x.title.slice(1)}`;
  const [first] = points;
  if (all === 0) return `${subject}: there is nothing to show yet.`;
  if (!first) return `${subject}: not known together for any of ${plural(all, noun)}.`;
  const missing = all - points.length;
  const left = missing === 0 ? '' : `; ${exact(missing)} of ${exact(all)} not shown`;
  const [writeX, writeY] = [writerOf(x), writerOf(y)];
  if (points.length === 1)
    return `${subject}: ${first.label} has ${writeY(first.y)} and ${writeX(first.x)}${left}.`;
  const range = (side: 'x' | 'y', { title }: ColumnWords, write: (value: number) => string) => {
    const { lowest, highest } = extremesOf(
      points.map((point) => ({ label: point.label, value: point[side] })),
    );
    return lowest.value === highest.value
      ? `${title} ${write(lowest.value)} for each`
      : `${title} from ${write(lowest.value)} (${lowest.label}) to ${write(highest.value)} (${highest.label})`;
  };
  return `${subject} of ${plural(points.length, noun)}: ${range('y', y, writeY)}; ${range('x', x, writeX)}${sayRelation(points)}${left}.`;
}

/** Whether the higher go with the higher, by Spearman’s rank correlation at 5%; nothing below ten points. */
function sayRelation(points: readonly ScatterPoint[]): string {
  if (points.length < 10) return '';
  const rho = spearman(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );
  const p = correlationP(rho, points.length);
  if (rho === null || p === null) return '';
  const size = `rank correlation ${exact(Number(rho.toFixed(2)))}`;
  if (p > 0.05) return `; no clear relation (${size})`;
  return `; the one tends to be ${rho > 0 ? 'high' : 'low'} where the other is high (${size})`;
}
