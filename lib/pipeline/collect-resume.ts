import { instantOf, msOf, msPerHour } from '../calendar.ts';
import { recogniseBlock } from '../clean/challenge.ts';
import { refusalOf } from '../collect/failure.ts';
import { originName } from '../collect/redirect.ts';
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
  const origin = originName(settings.origin);
  const selection = selectionOf(options);
  const stopped = (await readState(settings.data)).collecting[selection];
  const isResumed = stopped !== undefined && stopped.origin === origin && goesOn(stopped, now);
  const startedAt = isResumed ? stopped.started_at : instantOf(now);
  await changeState(settings.data, (state) => {
    for (const [name, each] of Object.entries(state.collecting))
      if (!goesOn(each, now)) delete state.collecting[name];
    state.collecting[selection] = { started_at: startedAt, origin };
  });
  return {
    startedAt,
    isResumed,
    had: isResumed ? await keptPages(settings.data, origin, startedAt) : noPages,
  };
}

/** The part of the watchlist that a run is about, by name. */
export function selectionOf({ only, shard }: CollectOptions): string {
  if (only !== undefined) return `@${only.replace(/^@/, '').toLowerCase()}`;
  return shard ? `${shard.index}/${shard.count}` : 'all';
}

function goesOn(checkpoint: Checkpoint, now: Date): boolean {
  const pauseMs = now.getTime() - msOf(checkpoint.started_at);
  return pauseMs >= 0 && pauseMs <= longestPauseMs;
}

const noPages: KeptPages = { count: 0, take: async () => null };

async function keptPages(data: string, origin: string, startedAt: string): Promise<KeptPages> {
  const files = new Map<string, { file: string; at: string }>();
  for (const file of await listCaptures(data, startedAt.slice(0, 10))) {
    const capture = await readCapture(data, file);
    if (capture === null || capture.observed_at < startedAt || !capture.url.startsWith(origin)) continue;
    // An answer that was no page, or is not believed, is asked for again.
    if (capture.doubt !== undefined || refusalOf(capture, recogniseBlock(capture), null) !== null) continue;
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
