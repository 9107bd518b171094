import { isMissingCount } from '../counts.ts';
import type { RecordBatch, Records } from './records.ts';
import { Refusal, showCells, whyUnread } from './refusal.ts';

/** How the columns of a table become rows. */
export interface Pivot {
  /** Columns that every row made of a row keeps. */
  kept: readonly number[];
  /** What the column is called that the names of the others go into. */
  named: string;
  /** The other columns: what each is named, and which counter it holds. Those of one name make one row. */
  parts: readonly { place: number; name: string; metric: string }[];
}

const sampleRows = 1000;

/**
 * The same records with a row for each observation, on the line of the row it stood in. A cell that is empty or says that there is no
 * number is no observation; a row without any is one refused row.
 */
export function unpivot(records: Records, pivot: Pivot): Records {
  const metrics = [...new Set(pivot.parts.map((part) => part.metric))];
  const groups = groupParts(pivot.parts, metrics);
  const unfold = (row: readonly string[]): string[][] => {
    const kept = pivot.kept.map((place) => row[place] ?? '');
    return groups.flatMap(({ name, places }) => {
      const cells = places.map((place) => (place === -1 ? '' : (row[place] ?? '')));
      return cells.every((cell) => isMissingCount(cell.trim())) ? [] : [[...kept, name, ...cells]];
    });
  };
  const header = [...pivot.kept.map((place) => records.header[place] as string), pivot.named, ...metrics];
  return {
    header,
    sample: records.sample.flatMap(unfold).slice(0, sampleRows),
    batches: () => unfoldBatches(records, unfold),
  };
}

function groupParts(
  parts: Pivot['parts'],
  metrics: readonly string[],
): { name: string; places: readonly number[] }[] {
  const groups = new Map<string, number[]>();
  for (const { place, name, metric } of parts) {
    const places = groups.get(name) ?? metrics.map(() => -1);
    places[metrics.indexOf(metric)] = place;
    groups.set(name, places);
  }
  return [...groups].map(([name, places]) => ({ name, places }));
}

async function* unfoldBatches(
  records: Records,
  unfold: (row: readonly string[]) => string[][],
): AsyncGenerator<RecordBatch, void> {
  const { header } = records;
  for await (const batch of records.batches()) {
    const rows: (readonly string[])[] = [];
    const lines: number[] = [];
    const broken = new Map<number, Refusal>();
    batch.rows.forEach((row, i) => {
      const line = batch.lines[i] as number;
      const why = batch.broken?.get(i) ?? whyUnread(row, header.length);
      const observations = why === null ? unfold(row) : [];
      if (observations.length === 0) {
        const refusal = why ?? new Refusal('not_observed', 'no cell of the row holds a number');
        broken.set(rows.length, refusal.with(showCells(header, row)));
        observations.push([]);
      }
      for (const observation of observations) {
        rows.push(observation);
        lines.push(line);
      }
    });
    yield { rows, lines, broken: broken.size > 0 ? broken : null };
  }
}
