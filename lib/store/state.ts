import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import { isInstant as isInstantText } from '../calendar.ts';
import { type ExitCode, LedgerError } from '../errors.ts';
import type { Rest } from '../schema/rest.ts';
import { stateFile, under } from './paths.ts';
import { noteOtherRead } from './reads.ts';
import { loggedMonths, logRuns, readRunLog } from './run-log.ts';
import { writable } from './transaction.ts';

/** One run of a command that wrote to the ledger. */
export interface Run {
  command: string;
  started_at: string;
  seconds: number;
  exit_code: ExitCode;
  /** What it did, in numbers, e.g. `{ stored: 24, rejected: 0 }`. */
  counts: Record<string, number>;
  /** Why it stopped, where it did. */
  message: string | null;
}

/** A collect run that has begun and not ended: what the next one needs to go on where it stopped. */
export interface Checkpoint {
  /** When it began: its plan was made as of then, and pages kept since then are its own. */
  started_at: string;
  origin: string;
}

export interface State {
  runs: Run[];
  /** Collect runs that are under way, or were when they were stopped, by the part of the watchlist they are about. */
  collecting: Record<string, Checkpoint>;
  /** Origins that refused us and have not answered since. */
  rests: Record<string, Rest>;
  /** When things were last asked for that answered without a number, such as private posts: by kind and subject. */
  answered: Record<string, string>;
}

const runsKept = 400;

/** The state of this runner: `data/state.json`. An absent or damaged file is an empty state. */
export async function readState(root: string): Promise<State> {
  noteOtherRead();
  return (await openState(root)).data;
}

/**
 * The newest runs, newest first, from the log and, for those of before there was one, from the state. Entries that are no runs, in files
 * that were edited, are passed over.
 */
export async function lastRuns(root: string, count: number): Promise<Run[]> {
  const found = new Map<string, Run>();
  const add = (runs: readonly Run[]) => {
    for (const run of runs.filter(isRun)) found.set(JSON.stringify(run), run);
  };
  for (const month of await loggedMonths(root)) {
    if (found.size >= count) break;
    add(await readRunLog<Run>(root, month));
  }
  add((await readState(root)).runs);
  return [...found.values()]
    .sort((a, b) => (a.started_at < b.started_at ? -1 : a.started_at > b.started_at ? 1 : 0))
    .slice(-count)
    .reverse();
}

function isRun(run: Partial<Run> | null): boolean {
  return (
    typeof run === 'object' &&
    isText(run?.command) &&
    isInstant(run?.started_at) &&
    typeof run?.counts === 'object' &&
    run.counts !== null
  );
}

/**
 * Adds a run, dropping the oldest beyond 400. Where the state cannot be written the run is not listed, and has still done its work: that
 * is no failure of it.
 */
export async function recordRun(root: string, run: Run): Promise<void> {
  await changeState(root, (state) => addRun(state, run)).catch((error) => {
    if (!(error instanceof LedgerError)) throw error;
  });
}

/** Adds a run to a state, dropping the oldest beyond 400. */
export function addRun(state: State, run: Run): void {
  state.runs.push(run);
  state.runs.splice(0, Math.max(0, state.runs.length - runsKept));
}

/** Changes the state and writes it whole. Runs that are added go to the log too, which keeps more of them. */
export async function changeState(root: string, change: (state: State) => void): Promise<void> {
  const state = await openState(root);
  const before = new Set(state.data.runs);
  change(state.data);
  await writable(root, async () => {
    await mkdir(path.dirname(under(root, stateFile)), { recursive: true });
    await state.write();
    await logRuns(
      root,
      state.data.runs.filter((run) => !before.has(run)),
    );
  }).catch(async (error) => {
    // Where it is written before it takes its place.
    await rm(under(root, `.${stateFile}.tmp`), { force: true });
    throw error;
  });
}

async function openState(root: string): Promise<Low<State>> {
  // Not `JSONFilePreset`: with NODE_ENV=test it would keep everything in memory.
  const state = new Low<State>(new JSONFile<State>(under(root, stateFile)), emptyState());
  // A damaged state costs the list of past runs, never an observation: begin anew.
  await state.read().catch(() => undefined);
  const { runs, collecting, rests, answered } = state.data ?? {};
  state.data = {
    runs: Array.isArray(runs) ? runs : [],
    collecting: recordOf(collecting, ({ started_at, origin }) => isInstant(started_at) && isText(origin)),
    rests: recordOf(
      rests,
      ({ since, until, outcome, times }) =>
        isInstant(since) && isInstant(until) && isText(outcome) && Number.isInteger(times),
    ),
    answered: recordOf(answered, isInstant),
  };
  return state;
}

function emptyState(): State {
  return { runs: [], collecting: {}, rests: {}, answered: {} };
}

/** The entries of a damaged state that are what they should be. */
function recordOf<T>(value: Record<string, T> | undefined, holds: (entry: T) => boolean): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined && holds(entry)),
  );
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && isInstantText(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
