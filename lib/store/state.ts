import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import type { ExitCode } from '../errors.ts';
import type { Outcome } from '../schema/outcome.ts';
import { stateFile, under } from './paths.ts';
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
  /** Which part of the watchlist it was about. */
  selection: string;
  /** Things that had an outcome when the checkpoint was last written. */
  done: number;
}

/** The rest that an origin gets after it refused us. */
export interface OriginRest {
  outcome: Outcome;
  since: string;
  until: string;
  times: number;
}

export interface State {
  runs: Run[];
  /** The collect run that is under way, or was when it was stopped. */
  collecting: Checkpoint | null;
  /** Origins that refused us and have not answered since. */
  rests: Record<string, OriginRest>;
}

const runsKept = 400;

/** The state of this runner: `data/state.json`. An absent or damaged file is an empty state. */
export async function readState(root: string): Promise<State> {
  return (await openState(root)).data;
}

/** Adds a run, dropping the oldest beyond 400. */
export async function recordRun(root: string, run: Run): Promise<void> {
  await changeState(root, (state) => addRun(state, run));
}

/** Adds a run to a state, dropping the oldest beyond 400. */
export function addRun(state: State, run: Run): void {
  state.runs.push(run);
  state.runs.splice(0, Math.max(0, state.runs.length - runsKept));
}

/** Changes the state and writes it whole. */
export async function changeState(root: string, change: (state: State) => void): Promise<void> {
  const state = await openState(root);
  change(state.data);
  await writable(root, async () => {
    await mkdir(path.dirname(under(root, stateFile)), { recursive: true });
    await state.write();
  });
}

async function openState(root: string): Promise<Low<State>> {
  // Not `JSONFilePreset`: with NODE_ENV=test it would keep everything in memory.
  const state = new Low<State>(new JSONFile<State>(under(root, stateFile)), emptyState());
  // A damaged state costs the list of past runs, never an observation: begin anew.
  await state.read().catch(() => undefined);
  const { runs, collecting, rests } = state.data ?? {};
  state.data = {
    runs: Array.isArray(runs) ? runs : [],
    collecting: isRecord(collecting) ? collecting : null,
    rests: isRecord(rests) ? rests : {},
  };
  return state;
}

function emptyState(): State {
  return { runs: [], collecting: null, rests: {} };
}

function isRecord<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
