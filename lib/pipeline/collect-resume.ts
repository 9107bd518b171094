import { instantOf, msOf, msPerHour } from '../calendar.ts';
import { recogniseBlock } from '../clean/challenge.ts';
import { refusalOf } from '../collect/failure.ts';
import type { Settings } from '../config.ts';
import type { Effects } from '../effects.ts';
import type { Capture, CaptureKind } from '../schema/capture.ts';
import { listCaptures, readCapture } from '../store/captures.ts';
import { type Checkpoint, changeState, readState } from '../store/state.ts';
import type { CollectOptions } from './collect-plan.ts';

/** A run that stopped longer ago than this is not gone on with: its pages are no longer of today. */
const longestPauseMs = 12 * msPerHour;

/** Where a run begins: anew, or where the one before it stopped. */
export interface Beginning {
  /** The instant as of which the plan is made. */
  startedAt: string;
  /** The pages that the run before it had fetched; takes each once. */
  had: KeptPages;
  isResumed: boolean;
}

export interface KeptPages {
  readonly count: number;
  /** The page of that kind about that subject; null where it was not had. */
  take(kind: CaptureKind, subject: string): Promise<Capture | null>;
}

/**
 * Writes the checkpoint of a run, or takes over that of a run that was stopped: same origin, same part of the watchlist,
 * at most 12 hours ago. What it had fetched is known by the pages it kept, and needs no list of its own.
 */
export async function beginCollect(
  settings: Settings,
  options: CollectOptions,
  effects: Effects,
): Promise<Beginning> {
  const now = effects.now();
  const selection = JSON.stringify([options.only ?? null, options.shard ?? null]);
  const { collecting } = await readState(settings.data);
  const isResumed = collecting !== null && goesOn(collecting, settings.origin, selection, now);
  const startedAt = isResumed ? collecting.started_at : instantOf(now);
  const checkpoint: Checkpoint = { started_at: startedAt, origin: settings.origin, selection, done: 0 };
  await changeState(settings.data, (state) => {
    state.collecting = checkpoint;
  });
  return { startedAt, isResumed, had: isResumed ? await keptPages(settings, startedAt) : noPages };
}

function goesOn(checkpoint: Checkpoint, origin: string, selection: string, now: Date): boolean {
  const pauseMs = now.getTime() - msOf(checkpoint.started_at);
  return (
    checkpoint.origin === origin &&
    checkpoint.selection === selection &&
    pauseMs >= 0 &&
    pauseMs <= longestPauseMs
  );
}

const noPages: KeptPages = { count: 0, take: async () => null };

async function keptPages({ data, origin }: Settings, startedAt: string): Promise<KeptPages> {
  const files = new Map<string, { file: string; at: string }>();
  for (const file of await listCaptures(data, startedAt.slice(0, 10))) {
    const capture = await readCapture(data, file);
    if (capture === null || capture.observed_at < startedAt || !capture.url.startsWith(origin)) continue;
    // An answer that was no page is asked for again.
    if (refusalOf(capture, recogniseBlock(capture), null) !== null) continue;
    const key = `${capture.kind} ${capture.subject}`;
    if ((files.get(key)?.at ?? '') <= capture.observed_at) files.set(key, { file, at: capture.observed_at });
  }
  return {
    count: files.size,
    async take(kind, subject) {
      const key = `${kind} ${subject}`;
      const kept = files.get(key);
      files.delete(key);
      return kept === undefined ? null : readCapture(data, kept.file);
    },
  };
}
