import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isZone } from '../calendar.ts';
import { notationOfLocale } from '../counts/notation.ts';
import { InputError, messageOf } from '../errors.ts';
import { compileFormat } from './date-format.ts';
import { readHandle } from './identity.ts';
import { countFields, dateFields, mappable, neededFields } from './mapping-fields.ts';
import type { ImportOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import { metrics } from './wide-names.ts';

const kind = z.enum(Object.keys(mappable) as [string, ...string[]]);
const field = z.enum([...new Set(Object.values(mappable).flatMap(Object.keys))] as [string, ...string[]]);

const zone = z.string().refine(isZone, { error: 'is no time zone such as Europe/Copenhagen' });
const numbers = z
  .string()
  .refine((text) => notationOfLocale(text) !== null, { error: 'is no language such as de or fr-CH' });
const format = z.string().superRefine((text, context) => {
  const compiled = compileFormat(text);
  if (typeof compiled === 'string')
    context.addIssue({ code: 'custom', message: `cannot be read: ${compiled}` });
});
const unit = z.literal([1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9], {
  error: 'is no power of ten up to a thousand million',
});

const column = z.strictObject({
  field: field.describe('What the column holds.'),
  format: format.optional().describe('How its dates are written: DD/MM/YYYY HH:mm.'),
  with: z
    .string()
    .optional()
    .describe('A column whose cell is put behind this one’s, with a space: a time of day.'),
  zone: zone.optional().describe('The time zone of its times, where they do not say.'),
  numbers: numbers.optional().describe('The language that its numbers are written in.'),
  unit: unit.optional().describe('What its numbers count in: 1000 for thousands.'),
});

const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  kind: kind.optional().describe('What the rows are. Needed where columns are named.'),
  columns: z
    .record(z.string(), z.union([field, column, z.null()]))
    .optional()
    .describe('For each column of the file what it holds; null, or not named, for nothing.'),
  constants: z.partialRecord(field, z.string()).optional().describe('What is the same for every row.'),
  accounts: z
    .record(
      z.string(),
      z.string().refine((text) => !(readHandle(text) instanceof Refusal), { error: 'is no handle' }),
    )
    .optional()
    .describe('The handles that names in columns or cells stand for.'),
  metric: z
    .enum(metrics)
    .optional()
    .describe('What the numbers of a table with a column for each date or account count.'),
  zone: zone.optional().describe('The time zone of all times that do not say theirs.'),
  numbers: numbers.optional().describe('The language that all numbers are written in.'),
  day_order: z
    .enum(['dmy', 'mdy'])
    .optional()
    .describe('Whether 03/04/2026 begins with the day or the month.'),
  rounding: z.enum(['web', 'exact']).optional().describe('How the source rounded its counts.'),
});

/** How to read a table of no known kind, as a person wrote it down. */
export type Mapping = z.infer<typeof mappingSchema>;
export type MappedColumn = z.infer<typeof column>;

/** What a person said of a file, with what the mapping says besides; the person's own word comes first. */
export function withMapping(said: ImportOptions): ImportOptions {
  const { mapping } = said;
  if (mapping === undefined) return said;
  const numbers = mapping.numbers === undefined ? null : notationOfLocale(mapping.numbers);
  return {
    ...(mapping.kind === undefined ? {} : { as: mapping.kind }),
    ...(mapping.accounts === undefined ? {} : { accounts: mapping.accounts }),
    ...(mapping.metric === undefined ? {} : { metric: mapping.metric }),
    ...(mapping.zone === undefined ? {} : { zone: mapping.zone }),
    ...(mapping.day_order === undefined ? {} : { dayOrder: mapping.day_order }),
    ...(mapping.rounding === undefined ? {} : { rounding: mapping.rounding }),
    ...(numbers === null ? {} : { numbers }),
    ...said,
  };
}

/** The JSON Schema of a mapping file. */
export function mappingJsonSchema(): object {
  return {
    title: 'How Clipbook reads a table',
    ...z.toJSONSchema(mappingSchema, { target: 'draft-2020-12' }),
  };
}

/** Reads a mapping file. Throws `InputError`: `no_such_file`, `bad_map`, which says every place that is wrong. */
export async function readMapping(file: string): Promise<Mapping> {
  const name = path.basename(file);
  let value: unknown;
  try {
    value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw badMap(`${name} is not JSON: ${messageOf(cause)}.`, cause);
    throw new InputError('no_such_file', `The mapping file ${file} cannot be read: ${messageOf(cause)}.`, {
      cause,
      hint: 'Check the spelling; --dry-run --map-out writes one to begin with.',
    });
  }
  return checkMapping(value, name);
}

/** Writes a mapping file. Throws `InputError` `map_exists`, so that none that a person has written is lost. */
export async function writeMapping(file: string, mapping: Mapping): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(mapping, null, 2)}\n`, { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new InputError(
      'map_exists',
      `${file} cannot be written: ${exists ? 'it is there already' : messageOf(cause)}.`,
      {
        cause,
        hint: 'Give --map-out another name.',
      },
    );
  }
}

/** A value as a mapping. Throws `InputError` `bad_map`. */
export function checkMapping(value: unknown, name: string): Mapping {
  const { success, data, error } = mappingSchema.safeParse(value);
  if (!success) {
    const issues = error.issues.map(describeIssue);
    throw badMap(`${name} is no mapping: ${[...new Set(issues)].slice(0, 8).join('; ')}.`, error);
  }
  const wrong = contradictions(data);
  if (wrong.length > 0) throw badMap(`${name} is no mapping: ${wrong.join('; ')}.`);
  return data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  // Of the forms that a column may have, the one that it has begun tells what is wrong.
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((each) => each.path.length > 0);
    if (inner) return describeIssue({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue);
    return `${placeOf(issue.path)} is neither a field, an object with one, nor null; fields are ${field.options.join(', ')}`;
  }
  return issue.code === 'unrecognized_keys'
    ? `${placeOf(issue.path)} has no "${issue.keys.join('", "')}"`
    : `${placeOf(issue.path)} ${issue.message.replace(/^Invalid/, 'is invalid:')}`;
}

function placeOf(parts: readonly PropertyKey[]): string {
  return parts.length === 0 ? 'the file' : `"${parts.map(String).join('" → "')}"`;
}

function contradictions({ kind, columns, constants }: Mapping): string[] {
  if (columns === undefined && constants === undefined) return [];
  if (kind === undefined) return ['"kind" is missing, and columns need it'];
  const known = Object.keys(mappable[kind] ?? {});
  const specs = Object.entries(columns ?? {}).flatMap(([name, spec]) =>
    spec === null
      ? []
      : [{ name, spec: typeof spec === 'string' ? { field: spec } : (spec as MappedColumn) }],
  );
  const wrong: string[] = [];
  for (const { name, spec } of specs) {
    const at = `"columns" → "${name}"`;
    if (!known.includes(spec.field))
      wrong.push(`${at}: ${kind} has no ${spec.field}, but ${known.join(', ')}`);
    if ((spec.format !== undefined || spec.zone !== undefined) && !dateFields.has(spec.field))
      wrong.push(`${at}: ${spec.field} is no date, and has neither format nor zone`);
    if ((spec.unit !== undefined || spec.numbers !== undefined) && !countFields.has(spec.field))
      wrong.push(`${at}: ${spec.field} is no count, and has neither unit nor numbers`);
  }
  for (const name of Object.keys(constants ?? {})) {
    if (!known.includes(name)) wrong.push(`"constants": ${kind} has no ${name}`);
    if (specs.some(({ spec }) => spec.field === name)) wrong.push(`${name} is both a column and a constant`);
  }
  const given = new Set([...specs.map(({ spec }) => spec.field), ...Object.keys(constants ?? {})]);
  for (const group of neededFields[kind] ?? [])
    if (!group.some((each) => given.has(each))) wrong.push(`no column holds ${group.join(' or ')}`);
  return wrong;
}

function badMap(message: string, cause?: unknown): InputError {
  return new InputError('bad_map', message, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'docs/mapping.md shows what a mapping file holds; "clipbook import --dry-run --map-out map.json <file>" writes one.',
  });
}
