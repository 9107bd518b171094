import Papa from 'papaparse';
import type { z } from 'zod';
import { InputError } from '../errors.ts';
import {
  type AlertRule,
  type Annotation,
  alertRules,
  annotation,
  annotationColumns,
  type WatchEntry,
  watchColumns,
  watchEntry,
} from '../schema/watchlist.ts';
import { formatCell } from './csv.ts';
import { readText } from './files.ts';
import { assertReadable } from './layout.ts';
import { noteFileRead } from './reads.ts';
import { beginTransaction } from './transaction.ts';

/** The hand-edited files of the data root. A wrong line is an `InputError` that names file, line and column. */

const watchlistFile = 'watchlist.csv';
const annotationsFile = 'annotations.csv';
const rulesFile = 'rules.json';

/** The watchlist, in the order it is written; empty where there is none. */
export async function readWatchlist(root: string): Promise<WatchEntry[]> {
  return readList(root, watchlistFile, watchEntry);
}

/** The annotations; empty where there are none. */
export async function readAnnotations(root: string): Promise<Annotation[]> {
  return readList(root, annotationsFile, annotation);
}

/** The alert rules of `rules.json`; empty where there are none. */
export async function readRules(root: string): Promise<AlertRule[]> {
  noteFileRead(rulesFile, root);
  const text = await readText(root, rulesFile);
  if (text === null) return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError('bad_rules', 'rules.json is not valid JSON.', {
      cause,
      hint: 'Correct it and run the command again.',
    });
  }
  const parsed = alertRules.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InputError(
      'bad_rules',
      `rules.json is wrong at ${issue?.path.join('.') || 'the top'}: ${issue?.message}.`,
      {
        hint: 'A rule has an id, `when` (stale or followers_fell) and its threshold.',
      },
    );
  }
  return parsed.data.rules;
}

/** Writes the watchlist whole. */
export async function writeWatchlist(root: string, entries: readonly WatchEntry[]): Promise<void> {
  await writeHandEdited(root, { watchlist: entries });
}

/** Writes any of the hand-edited files whole, for a ledger that is being made. */
export async function writeHandEdited(
  root: string,
  lists: {
    watchlist?: readonly WatchEntry[];
    annotations?: readonly Annotation[];
    rules?: readonly AlertRule[];
  },
): Promise<void> {
  const transaction = await beginTransaction(root, `lists-${process.pid}`);
  if (lists.watchlist) await transaction.write(watchlistFile, formatList(watchColumns, lists.watchlist));
  if (lists.annotations)
    await transaction.write(annotationsFile, formatList(annotationColumns, lists.annotations));
  if (lists.rules) await transaction.write(rulesFile, `${JSON.stringify({ rules: lists.rules }, null, 2)}\n`);
  await transaction.commit();
}

function formatList(columns: readonly string[], entries: readonly object[]): string {
  const lines = entries.map((entry) =>
    columns.map((column) => formatCell((entry as Record<string, unknown>)[column])).join(','),
  );
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

async function readList<T extends z.ZodType<object>>(
  root: string,
  file: string,
  schema: T,
): Promise<z.infer<T>[]> {
  await assertReadable(root);
  noteFileRead(file, root);
  const text = await readText(root, file);
  if (text === null) return [];
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    delimiter: ',',
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
  });
  return data.map((line, index) => {
    const cells = Object.fromEntries(
      Object.entries(line).map(([name, cell]) => [name, String(cell ?? '').trim()]),
    );
    const parsed = schema.safeParse(cells);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const column = issue?.path.join('.') ?? '';
      const value = cells[column];
      throw new InputError(
        'bad_list',
        `${file}, entry ${index + 1}: ${issue?.message ?? 'not valid'}${value === undefined ? '' : ` (${JSON.stringify(value)})`}.`,
        {
          hint: `The columns are: ${meta.fields?.join(', ') ?? 'none'}. Correct the entry and run the command again.`,
        },
      );
    }
    return parsed.data;
  });
}
