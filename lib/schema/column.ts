import { z } from 'zod';
import { isDay, isInstant } from '../calendar.ts';

/**
 * The column types of the ledger. Each makes a zod schema that carries its title, unit and description as metadata,
 * so that one object per table is the row check, the CSV order, the JSON Schema, the dictionary and the axis label.
 */

export type ColumnKind =
  | 'id'
  | 'text'
  | 'instant'
  | 'day'
  | 'integer'
  | 'number'
  | 'flag'
  | 'choice'
  | 'list';

export interface ColumnMeta {
  kind: ColumnKind;
  title: string;
  description: string;
  /** What one of it is: `followers`, `seconds`, `fraction`. Absent where a unit makes no sense. */
  unit?: string;
  /** The values of a `choice`. */
  choices?: readonly string[];
}

interface Words {
  title: string;
  description: string;
  unit?: string;
}

/** Largest count that a double and every reader of JSON keeps exactly: 2^53 − 1. */
export const maxCount = Number.MAX_SAFE_INTEGER;

const idPattern = /^(?:\d{1,20}|handle:[a-z0-9._]{1,32})$/;
export const handlePattern = /^(?!\.+$)[a-z0-9._]{1,32}$/;

/**
 * The same question as the schema's, asked a hundred times faster: does a value fit the column? Every helper below states
 * both side by side, and a property test holds them to the same answers.
 */
export type Holds = (value: unknown) => boolean;
const answers = new WeakMap<z.ZodType, Holds>();

/** The quick check of a column made here. */
export function holdsOf(schema: z.ZodType): Holds {
  return answers.get(schema) ?? ((value) => schema.safeParse(value).success);
}

function column<T extends z.ZodType>(schema: T, holds: Holds, meta: ColumnMeta): T {
  const described = schema.meta({ ...meta });
  answers.set(described, holds);
  return described;
}

const isId: Holds = (value) => typeof value === 'string' && (isDigits(value) || idPattern.test(value));
/** What nearly every id is: 1 to 20 digits. */
function isDigits(text: string): boolean {
  if (text.length === 0 || text.length > 20) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}
const isHandle: Holds = (value) => typeof value === 'string' && handlePattern.test(value);
// Rows of one snapshot or one day follow each other: most instants are the one just looked at.
let lastInstant: unknown;
const isInstantText: Holds = (value) => {
  if (value === lastInstant && value !== undefined) return true;
  if (typeof value !== 'string' || !isInstant(value)) return false;
  lastInstant = value;
  return true;
};
const isDayText: Holds = (value) => typeof value === 'string' && isDay(value);
const isText: Holds = (value) => typeof value === 'string' && value.length > 0;
const isCount: Holds = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const orNull =
  (holds: Holds): Holds =>
  (value) =>
    value === null || holds(value);

const idSchema = z.string().regex(idPattern, 'not an id');
const instantSchema = z.string().refine(isInstant, 'not a UTC instant');
const daySchema = z.string().refine(isDay, 'not a day');

/** A TikTok id: decimal digits as text (up to 19 of them do not fit a double), or `handle:<handle>` until one is seen. */
export const id = (words: Words) => column(idSchema, isId, { kind: 'id', ...words });

/** An id that may be unknown. */
export const idOrNone = (words: Words) => column(idSchema.nullable(), orNull(isId), { kind: 'id', ...words });

/** A handle without @: lower case letters, digits, `.` and `_`. */
export const handle = (words: Words) =>
  column(z.string().regex(handlePattern, 'not a handle'), isHandle, { kind: 'text', ...words });

/** A UTC instant with seconds. */
export const instant = (words: Words) => column(instantSchema, isInstantText, { kind: 'instant', ...words });
export const instantOrNone = (words: Words) =>
  column(instantSchema.nullable(), orNull(isInstantText), { kind: 'instant', ...words });

/** A calendar day; its zone is said in the description. */
export const day = (words: Words) => column(daySchema, isDayText, { kind: 'day', ...words });
export const dayOrNone = (words: Words) =>
  column(daySchema.nullable(), orNull(isDayText), { kind: 'day', ...words });

/** A cumulative counter: a whole number from 0, or null where it was not observed. */
export const count = (words: Words) =>
  column(z.int().min(0).max(maxCount).nullable(), orNull(isCount), { kind: 'integer', ...words });

/** A whole number from 0 that is there: part of a key, as a rule. */
export const whole = (words: Words) =>
  column(z.int().min(0).max(maxCount), isCount, { kind: 'integer', ...words });

/** A whole number of either sign, or null. */
export const integer = (words: Words) =>
  column(z.int().nullable(), orNull(Number.isSafeInteger), { kind: 'integer', ...words });

/** A finite number, or null. */
export const number = (words: Words) =>
  column(z.number().nullable(), orNull(Number.isFinite), { kind: 'number', ...words });

/** Text that is there. */
export const text = (words: Words) => column(z.string().min(1), isText, { kind: 'text', ...words });
const labelPattern = /^[^\s",]+(?: [^\s",]+)*$/u;
/** A short text that may be part of a key: never quoted in a file, so no comma, quote or line break. */
export const label = (words: Words) =>
  column(
    z.string().regex(labelPattern, 'has a comma, a quote or stray spaces'),
    (value) => typeof value === 'string' && labelPattern.test(value),
    { kind: 'text', ...words },
  );
/** Text, or null; an empty text is null. */
export const textOrNone = (words: Words) =>
  column(z.string().min(1).nullable(), orNull(isText), { kind: 'text', ...words });

/** Yes, no, or null for not known. */
export const flag = (words: Words) =>
  column(z.boolean().nullable(), (value) => value === null || typeof value === 'boolean', {
    kind: 'flag',
    ...words,
  });

export const choice = <const C extends readonly [string, ...string[]]>(choices: C, words: Words) =>
  column(z.enum(choices), (value) => (choices as readonly unknown[]).includes(value), {
    kind: 'choice',
    choices,
    ...words,
  });

export const choiceOrNone = <const C extends readonly [string, ...string[]]>(choices: C, words: Words) =>
  column(
    z.enum(choices).nullable(),
    (value) => value === null || (choices as readonly unknown[]).includes(value),
    { kind: 'choice', choices, ...words },
  );

const wordPattern = /^\S+$/u;

/** Words without spaces in them; one space between them on disk. */
export const list = (words: Words) =>
  column(
    z.array(z.string().regex(wordPattern, 'has a space')),
    (value) =>
      Array.isArray(value) && value.every((word) => typeof word === 'string' && wordPattern.test(word)),
    { kind: 'list', ...words },
  );

/** The rounding step that goes with a count: 1 exact, 100, 100000 …; null where nobody said. */
export const step = (of: string) =>
  column(z.int().min(1).nullable(), (value) => value === null || (isCount(value) && (value as number) >= 1), {
    kind: 'integer',
    title: `Step of ${of}`,
    unit: of,
    description: `Rounding step of ${of} at the source: 1 exact, 100 rounded to hundreds, and so on; empty where the source does not say.`,
  });
