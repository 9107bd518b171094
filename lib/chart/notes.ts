import { exact, listWords, plural } from '../format.ts';
import { simulatedPrefix } from '../schema/provenance.ts';
import type { Chart } from './chart.ts';
import { findGaps, hasValue, type Measure, type Series } from './series.ts';
import { categoryCount } from './theme.ts';
import { writeSpan } from './words.ts';

/** At most this many gaps are listed; the rest is counted. */
const gapsListed = 4;

/** What the foot of one account's chart must say of its days: gaps and interpolation. */
export function noteDays(series: Pick<Series, 'points'>, drawn: 'line' | 'bars'): string[] {
  return drawn === 'line'
    ? [...noteGaps(series), ...noteInterpolated(series)]
    : noteRestingOnInterpolated(series);
}

/** Which days are shaded; empty where none or all are. `meaning` says what a shaded day is. */
export function noteGaps(series: Pick<Series, 'points'>, meaning = 'Not observed'): string[] {
  const gaps = findGaps(series.points);
  const days = gaps.reduce((sum, gap) => sum + gap.days, 0);
  if (days === 0 || days === series.points.length) return [];
  const listed = gaps.slice(0, gapsListed).map(writeSpan).join('; ');
  const more = gaps.length > gapsListed ? `; and ${plural(gaps.length - gapsListed, 'more gap')}` : '';
  return [`${meaning} (shaded): ${plural(days, 'day')}, ${listed}${more}.`];
}

export function noteInterpolated(series: Pick<Series, 'points'>): string[] {
  const days = countInterpolated(series);
  return days === 0
    ? []
    : [`Dashed: ${plural(days, 'day')} interpolated between observations at most 48 hours apart.`];
}

function noteRestingOnInterpolated(series: Pick<Series, 'points'>): string[] {
  const days = countInterpolated(series);
  const rests = days === 1 ? 'rests' : 'rest';
  return days === 0
    ? []
    : [
        `${plural(days, 'day')} ${rests} on a value interpolated between observations at most 48 hours apart.`,
      ];
}

const countInterpolated = ({ points }: Pick<Series, 'points'>) =>
  points.filter(({ interpolated }) => interpolated).length;

/** What the band means where the source rounds. Empty where every shown value is exact or nobody said. */
export function noteRounding(series: Pick<Series, 'points'>): string[] {
  const off = sayHowFarOff(series);
  return off === null ? [] : [`Band: the source rounds, so the count may lie ${off} than shown.`];
}

/** "up to 50,000 higher or lower", by the widest interval; null where nothing is rounded. */
function sayHowFarOff({ points }: Pick<Series, 'points'>): string | null {
  let below = 0;
  let above = 0;
  for (const point of points) {
    if (!hasValue(point) || !point.rounded) continue;
    below = Math.max(below, point.value - point.rounded.low);
    above = Math.max(above, point.rounded.high - point.value);
  }
  const most = Math.max(below, above);
  if (most === 0) return null;
  // Rounding to the nearest reaches one less up than down, since the step's other half belongs to the next value.
  if (Math.abs(below - above) <= 1) return `up to ${exact(most)} higher or lower`;
  if (below === 0 || above === 0) return `up to ${exact(most)} ${below === 0 ? 'higher' : 'lower'}`;
  return `up to ${exact(above)} higher or ${exact(below)} lower`;
}

/** What is hollow: a day that is not over. */
export function notePartial(all: readonly Series[]): string[] {
  const days = [...new Set(all.flatMap(({ partial }) => (partial ? [partial.day] : [])))].sort();
  if (days.length === 0) return [];
  return [
    `Hollow: still counting, ${listWords(days.map((day) => writeSpan({ first: day, last: day })))} ${days.length === 1 ? 'is' : 'are'} not over.`,
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
export function nameSources(daily: readonly { source?: string | null | undefined }[]): string {
  const sources = new Set<string>();
  // A ledger has a row a day and a handful of sources: the last one is the likely one.
  let last: string | null = null;
  for (const { source } of daily) {
    if (source == null || source === last) continue;
    sources.add(source);
    last = source;
  }
  const isSimulated = (source: string) => source.startsWith(simulatedPrefix);
  const names = new Set(
    [...sources].map((source) =>
      nameSource(isSimulated(source) ? source.slice(simulatedPrefix.length) : source),
    ),
  );
  const list = [...names].sort().join(', ');
  return [...sources].some(isSimulated) ? `simulated data (${list})` : list;
}

/** How old the rows are and what computed them, for the chart; nothing of what none of them says. */
export function nameOrigin(
  rows: readonly { method?: string | null; as_of?: string | null }[],
): Pick<Chart, 'asOf' | 'methods'> {
  let asOf = '';
  const methods = new Set<string>();
  for (const row of rows) {
    if (row.as_of && row.as_of > asOf) asOf = row.as_of;
    if (row.method) methods.add(row.method);
  }
  return {
    ...(asOf === '' ? {} : { asOf }),
    ...(methods.size === 0 ? {} : { methods: [...methods].sort() }),
  };
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
  const off = sayHowFarOff(series);
  if (off !== null) notes.push(`The source rounds: a day’s change may be ${off} than shown.`);
  return notes;
}
