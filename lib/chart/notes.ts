import { exact, plural } from '../format.ts';
import { simulatedPrefix } from '../schema/provenance.ts';
import { type DailyRow, findGaps, type Measure, type Series } from './series.ts';
import { categoryCount } from './theme.ts';
import { writeSpan } from './words.ts';

/** At most this many gaps are listed; the rest is counted. */
const gapsListed = 4;

/** What the foot of one account's chart must say of its days: gaps and interpolation. */
export function noteDays(series: Series, drawn: 'line' | 'bars'): string[] {
  const notes: string[] = [];
  const gaps = findGaps(series.points);
  const days = gaps.reduce((sum, gap) => sum + gap.days, 0);
  if (days > 0 && days < series.points.length && drawn === 'line') {
    const listed = gaps.slice(0, gapsListed).map(writeSpan).join('; ');
    const more = gaps.length > gapsListed ? `; and ${plural(gaps.length - gapsListed, 'more gap')}` : '';
    notes.push(`Not observed (shaded): ${plural(days, 'day')}, ${listed}${more}.`);
  }
  const interpolated = series.points.filter((point) => point.interpolated).length;
  if (interpolated > 0)
    notes.push(
      drawn === 'line'
        ? `Dashed: ${plural(interpolated, 'day')} interpolated between observations at most 48 hours apart.`
        : `${plural(interpolated, 'day')} rest on a value interpolated between observations at most 48 hours apart.`,
    );
  return notes;
}

/** What the band means where the source rounds. Empty where every shown value is exact or nobody said. */
export function noteRounding(series: Series): string[] {
  const slacks = series.points.map(({ slack }) => slack).filter((slack) => slack > 0);
  if (slacks.length === 0) return [];
  const [low, high] = [Math.min(...slacks), Math.max(...slacks)];
  return [
    low === high
      ? `Band: the source rounds to the nearest ${exact(2 * low)}, so the count may lie ${exact(low)} higher or lower.`
      : `Band: the source rounds to the nearest ${exact(2 * low)} to ${exact(2 * high)}, so the count may lie half a step higher or lower.`,
  ];
}

/** What the grey lines are. */
export function noteContext(all: readonly Series[], lead: Series | undefined): string[] {
  const others = lead ? all.length - 1 : all.length > categoryCount ? all.length : 0;
  if (others === 0) return [];
  return [
    `Grey: ${lead ? plural(others, 'other account') : plural(others, 'account')}; the table below has every value, also of lines without a label.`,
  ];
}

/** Where the rows came from, in words; empty where none says. */
export function nameSources(daily: readonly DailyRow[]): string {
  const names = new Set<string>();
  let simulated = false;
  for (const { source } of daily) {
    if (source === null) continue;
    simulated ||= source.startsWith(simulatedPrefix);
    names.add(nameSource(source.startsWith(simulatedPrefix) ? source.slice(simulatedPrefix.length) : source));
  }
  const list = [...names].sort().join(', ');
  return simulated ? `simulated data (${list})` : list;
}

const sourceNames: Record<string, string> = {
  embed: 'TikTok creator embeds',
  import: 'imported files',
};

function nameSource(source: string): string {
  if (source.startsWith('web_')) return 'TikTok account pages';
  if (source.startsWith('studio_')) return 'the owner’s TikTok Studio export';
  return sourceNames[source] ?? source;
}

/** Says what a reader could miss at the axis; empty where it starts at zero. */
export function noteAxis(lowestTick: number, log: boolean, measure: Measure): string[] {
  if (log) return ['Logarithmic axis: equal distances are equal ratios.'];
  return lowestTick === 0 ? [] : [`The axis starts at ${exact(lowestTick)} ${measure}, not at zero.`];
}

/** What the foot of a chart of daily changes must say: days without a bar, interpolation, rounding. */
export function noteChanges(series: Series): string[] {
  const notes: string[] = [];
  const missing = series.points.filter(({ value }) => value === null).length;
  if (missing > 0 && missing < series.points.length)
    notes.push(
      `Shaded: ${plural(missing, 'day')} without a known change, because the count of that day or of the day before was not observed.`,
    );
  notes.push(...noteDays(series, 'bars'));
  const slacks = series.points.map(({ slack }) => slack).filter((slack) => slack > 0);
  if (slacks.length > 0)
    notes.push(
      `The source rounds: a day’s change may be up to ${exact(Math.max(...slacks))} higher or lower than shown.`,
    );
  return notes;
}
