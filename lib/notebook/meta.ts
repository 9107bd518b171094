import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import { NotebookError } from './notebook-error.ts';

const notMonths = 'it is a month, such as 2026-11, or a list of months';

const metaSchema = z.looseObject({
  title: z.string().trim().min(1),
  question: z.string().trim().min(1).optional(),
  /** Of a template: the field of its params that is the last part of a page's path. */
  params: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]*$/, 'it is one word, such as account')
    .optional(),
  /** Months at whose end the report is kept as it was. */
  freeze: z
    .union([z.string(), z.array(z.string())], notMonths)
    .transform((months) => [months].flat())
    .pipe(z.array(z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, notMonths)))
    .optional(),
});
/** Front matter: `title`, usually `question`, and whatever else the author wrote. */
export type ReportMeta = z.infer<typeof metaSchema>;

/** The front matter of a notebook's text. Throws `NotebookError` where there is none, or no title in it. */
export function parseMeta(text: string, file: string): ReportMeta {
  const block = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(text);
  const fail = (line: number, column: number, message: string, cause?: unknown): never => {
    throw new NotebookError('bad_front_matter', { file, line, column }, message, {
      cause,
      hint: 'A report begins with three hyphens, "title: …" and "question: …", and three hyphens.',
    });
  };
  if (block?.index !== 0) return fail(1, 1, 'The report has no front matter.');
  let data: unknown;
  try {
    data = parseYaml(block[1] ?? '');
  } catch (error) {
    const at = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
    return fail(
      (at?.line ?? 1) + 1,
      at?.col ?? 1,
      (messageOf(error).split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, '.'),
      error,
    );
  }
  const parsed = metaSchema.safeParse(data ?? {});
  const lines = text.split('\n');
  const lineOf = (key: string) => lines.findIndex((candidate) => candidate.startsWith(`${key}:`));
  if (parsed.success) {
    if (parsed.data.freeze && parsed.data.params !== undefined)
      return fail(
        lineOf('freeze') + 1,
        1,
        'A report with params has many pages, and none of them can be frozen.',
      );
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const key = String(issue?.path[0] ?? 'title');
  const line = lineOf(key);
  if (key === 'freeze' && line !== -1)
    return fail(line + 1, 1, `The freeze in the front matter: ${issue?.message}.`);
  return line === -1
    ? fail(1, 1, `The front matter has no ${key}.`)
    : fail(line + 1, 1, `The ${key} in the front matter is not a text: ${issue?.message ?? 'wrong'}.`);
}
