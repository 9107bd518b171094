import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import type { ExitCode } from '../errors.ts';
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

export interface State {
  runs: Run[];
}

const runsKept = 400;

/** The state of this runner: `data/state.json`. An absent or damaged file is an empty state. */
export async function readState(root: string): Promise<State> {
  return (await openState(root)).data;
}

/** Adds a run, dropping the oldest beyond 400. */
export async function recordRun(root: string, run: Run): Promise<void> {
  const state = await openState(root);
  state.data.runs.push(run);
  state.data.runs.splice(0, Math.max(0, state.data.runs.length - runsKept));
  await writable(root, async () => {
    await mkdir(path.dirname(under(root, stateFile)), { recursive: true });
    await state.write();
  });
}

async function openState(root: string): Promise<Low<State>> {
  // Not `JSONFilePreset`: with NODE_ENV=test it would keep everything in memory.
  const state = new Low<State>(new JSONFile<State>(under(root, stateFile)), { runs: [] });
  // A damaged state costs the list of past runs, never an observation: begin anew.
  await state.read().catch(() => undefined);
  if (!Array.isArray(state.data?.runs)) state.data = { runs: [] };
  return state;
}
