import { instantOf, isZone, msPerDay } from '../calendar.ts';
import { type Notation, notationOfLocale } from '../counts/notation.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import { type DatedCell, type DayOrder, parseDate, platformStartMs } from './date-cell.ts';
import { type AccountName, readAccountOption, readPostUrl } from './identity.ts';
import { kindIds } from './kinds.ts';
import type { Mapping } from './mapping.ts';
import { englishNames } from './month-names.ts';
import { Refusal } from './refusal.ts';
import { type Metric, metricOf, metrics } from './wide-names.ts';

/** What a person says of a file that the file does not say. */
export interface ImportOptions {
  /** Kind to read the file as. */
  as?: string;
  account?: AccountName;
  /** Year of the last row, where dates have none. */
  year?: number;
  /** When the source showed what the file holds. */
  at?: DatedCell;
  /** `--at mtime`: the file was last written when its numbers were shown. */
  atModified?: boolean;
  /** Id of the post that a saved page is of, where the page does not say it. */
  post?: string;
  /** How the counts were rounded: by the web's rule, or not at all. */
  rounding?: 'web' | 'exact';
  /** Whether 03/04/2026 begins with the day or the month, where no date of the file tells. */
  dayOrder?: DayOrder;
  /** What the numbers of a wide table count, where neither its columns nor its name say so. */
  metric?: Metric;
  /** The accounts that columns or cells stand for, by what they are called there. */
  accounts?: Readonly<Record<string, string>>;
  /** How numbers are written, where the cells do not tell. */
  numbers?: Notation;
  /** Path of a mapping file: how to read a table of no known kind. */
  map?: string;
  /** What stands in it. */
  mapping?: Mapping;
  /** The zone of times that do not say theirs; UTC where left out. */
  zone?: string;
  /** Take each path for a file in a git repository, and import every version of it. */
  git?: boolean;
}

export type RawImportOptions = {
  readonly [K in Exclude<keyof ImportOptions, 'git' | 'atModified' | 'accounts' | 'mapping'>]?:
    | string
    | undefined;
} & {
  readonly git?: boolean | undefined;
};

/**
 * Options from their text. Throws `InputError` naming the option: `bad_kind`, `bad_handle`, `bad_year`, `bad_instant`,
 * `bad_post`, `bad_rounding`, `bad_day_order`, `bad_numbers`, `bad_metric`, `bad_zone`.
 */
export function readImportOptions(raw: RawImportOptions, effects: Effects = liveEffects): ImportOptions {
  const options: ImportOptions = {};
  if (raw.as !== undefined) options.as = readKind(raw.as);
  if (raw.account !== undefined) options.account = readAccountOption(raw.account);
  if (raw.year !== undefined) options.year = readYear(raw.year, effects);
  if (raw.at === 'mtime') options.atModified = true;
  else if (raw.at !== undefined) options.at = readAt(raw.at, effects);
  if (raw.post !== undefined) Object.assign(options, readPost(raw.post, options.account));
  if (raw.rounding !== undefined) options.rounding = readRounding(raw.rounding);
  if (raw.dayOrder !== undefined) options.dayOrder = readDayOrder(raw.dayOrder);
  if (raw.metric !== undefined) options.metric = readMetric(raw.metric);
  if (raw.numbers !== undefined) options.numbers = readNumbers(raw.numbers);
  if (raw.zone !== undefined) options.zone = readZone(raw.zone);
  if (raw.map !== undefined) options.map = raw.map;
  if (raw.git === true) options.git = true;
  return options;
}

function readKind(text: string): string {
  if (kindIds.includes(text)) return text;
  throw new InputError('bad_kind', `There is no kind "${text}" to import as.`, {
    hint: `The kinds are: ${kindIds.join(', ')}.`,
  });
}

function readYear(text: string, effects: Effects): number {
  const year = /^\d{4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (year >= 2016 && year <= effects.now().getUTCFullYear() + 1) return year;
  throw new InputError('bad_year', `The year "${text}" is not a year from 2016 to now.`, {
    hint: 'Give the year of the last row as --year 2026.',
  });
}

function readAt(text: string, effects: Effects): DatedCell {
  const hint =
    'Give it as --at 2026-03-30, with a time as --at 2026-03-30T19:35:00Z, or as --at mtime where the file was written then.';
  const found = parseDate(text.trim(), null, englishNames());
  if (found instanceof Refusal)
    throw new InputError('bad_instant', `--at "${text}" is not a date: ${found.message}.`, { hint });
  if (found.ms < platformStartMs || found.ms > effects.now().getTime() + msPerDay)
    throw new InputError('bad_instant', `--at "${text}" lies before the platform existed or in the future.`, {
      hint,
    });
  return { at: instantOf(new Date(found.ms)), precision: found.precision };
}

/** A post by its id or its address; the address also names the account, unless the person did. */
function readPost(text: string, account: AccountName | undefined): Pick<ImportOptions, 'account' | 'post'> {
  const trimmed = text.trim();
  if (/^[1-9]\d{4,19}$/.test(trimmed)) return { post: trimmed };
  const address = readPostUrl(trimmed);
  if (address === null)
    throw new InputError('bad_post', `The post "${text}" is neither an id nor the address of a post.`, {
      hint: 'Give it as --post 7665075736742530317 or --post https://www.tiktok.com/@handle/video/7665075736742530317.',
    });
  return {
    post: address.id,
    ...(account === undefined && address.handle !== null
      ? { account: readAccountOption(address.handle) }
      : {}),
  };
}

function readRounding(text: string): 'web' | 'exact' {
  if (text === 'web' || text === 'exact') return text;
  throw new InputError('bad_rounding', `The rounding "${text}" is not known.`, {
    hint: 'Give --rounding web for counts as the web shows them, or --rounding exact.',
  });
}

function readMetric(text: string): Metric {
  const metric = metricOf(text);
  if (metric !== null) return metric;
  throw new InputError('bad_metric', `There is no counter "${text}".`, {
    hint: `Give --metric with one of ${metrics.join(', ')}.`,
  });
}

function readZone(text: string): string {
  if (isZone(text)) return text;
  throw new InputError('bad_zone', `There is no time zone "${text}".`, {
    hint: 'Give it as --zone Europe/Copenhagen.',
  });
}

function readNumbers(text: string): Notation {
  const notation = notationOfLocale(text.trim());
  if (notation !== null) return notation;
  throw new InputError(
    'bad_numbers',
    `The language "${text}" is not known, so that its numbers cannot be read.`,
    {
      hint: 'Give --numbers en where 1,234 is one thousand two hundred and thirty-four, --numbers de where 1.234 is.',
    },
  );
}

function readDayOrder(text: string): DayOrder {
  if (text === 'dmy' || text === 'mdy') return text;
  throw new InputError('bad_day_order', `The day order "${text}" is not known.`, {
    hint: 'Give --day-order dmy where 03/04/2026 is the 3rd of April, mdy where it is the 4th of March.',
  });
}
