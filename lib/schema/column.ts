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

/** A TikTok id: decimal digits as text (up to 19 of them do not fit a double), or `handle:<handle>` until one is seen. */
export const id = (words: Words) =>
  z
    .string()
    .regex(idPattern, 'not an id')
    .meta({ kind: 'id', ...words });

/** An id that may be unknown. */
export const idOrNone = (words: Words) =>
  z
    .string()
    .regex(idPattern, 'not an id')
    .nullable()
    .meta({ kind: 'id', ...words });

/** A handle without @: lower case letters, digits, `.` and `_`. */
export const handle = (words: Words) =>
  z
    .string()
    .regex(handlePattern, 'not a handle')
    .meta({ kind: 'text', ...words });

/** A UTC instant with seconds. */
export const instant = (words: Words) =>
  z
    .string()
    .refine(isInstant, 'not a UTC instant')
    .meta({ kind: 'instant', ...words });
export const instantOrNone = (words: Words) =>
  z
    .string()
    .refine(isInstant, 'not a UTC instant')
    .nullable()
    .meta({ kind: 'instant', ...words });

/** A calendar day; its zone is said in the description. */
export const day = (words: Words) =>
  z
    .string()
    .refine(isDay, 'not a day')
    .meta({ kind: 'day', ...words });
export const dayOrNone = (words: Words) =>
  z
    .string()
    .refine(isDay, 'not a day')
    .nullable()
    .meta({ kind: 'day', ...words });

/** A cumulative counter: a whole number from 0, or null where it was not observed. */
export const count = (words: Words) =>
  z
    .int()
    .min(0)
    .max(maxCount)
    .nullable()
    .meta({ kind: 'integer', ...words });

/** A whole number of either sign, or null. */
export const integer = (words: Words) =>
  z
    .int()
    .nullable()
    .meta({ kind: 'integer', ...words });

/** A finite number, or null. */
export const number = (words: Words) =>
  z
    .number()
    .nullable()
    .meta({ kind: 'number', ...words });

/** Text that is there. */
export const text = (words: Words) =>
  z
    .string()
    .min(1)
    .meta({ kind: 'text', ...words });
/** Text, or null; an empty text is null. */
export const textOrNone = (words: Words) =>
  z
    .string()
    .min(1)
    .nullable()
    .meta({ kind: 'text', ...words });

/** Yes, no, or null for not known. */
export const flag = (words: Words) =>
  z
    .boolean()
    .nullable()
    .meta({ kind: 'flag', ...words });

export const choice = <const C extends readonly [string, ...string[]]>(choices: C, words: Words) =>
  z.enum(choices).meta({ kind: 'choice', choices, ...words });
export const choiceOrNone = <const C extends readonly [string, ...string[]]>(choices: C, words: Words) =>
  z
    .enum(choices)
    .nullable()
    .meta({ kind: 'choice', choices, ...words });

/** Words without spaces in them; one space between them on disk. */
export const list = (words: Words) =>
  z.array(z.string().regex(/^\S+$/u, 'has a space')).meta({ kind: 'list', ...words });

/** The rounding step that goes with a count: 1 exact, 100, 100000 …; null where nobody said. */
export const step = (of: string) =>
  z
    .int()
    .min(1)
    .nullable()
    .meta({
      kind: 'integer',
      title: `Step of ${of}`,
      unit: of,
      description: `Rounding step of ${of} at the source: 1 exact, 100 rounded to hundreds, and so on; empty where the source does not say.`,
    });
