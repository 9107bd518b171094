import type { Answer, AnswerOptions } from '../answer.ts';
import type { World } from '../world.ts';

/** A request in its circumstances, for a fault that needs more than the good answer. */
export interface Scene {
  world: World;
  /** The instant the world is at. */
  at: Date;
  /** Path and query as they were asked for. */
  target: string;
  options: AnswerOptions;
  /** A whole number that belongs to this request; the same in every run. */
  key: number;
}

/** An answer as it goes over the wire. Header names are in lower case. */
export interface Wire {
  /** Null: not a byte is sent. */
  status: number | null;
  headers: Readonly<Record<string, string>>;
  /** The body piece by piece; read once. */
  body: Iterable<string | Uint8Array>;
  /** How long the connection rests between two pieces, in milliseconds. */
  pauseMs: number;
  /**
   * What becomes of it after the last piece. `whole`: the answer ends as HTTP says. `hang-up`: the connection is closed
   * instead. `reset`: it breaks. `silence`: nothing happens until the client leaves.
   */
  ending: 'whole' | 'hang-up' | 'reset' | 'silence';
}

/**
 * A way in which an answer can be bad. Pure: the same good answer and scene give the same damage.
 */
export interface Fault {
  /** In lower case with hyphens, as `--faults` takes it. */
  name: string;
  /** What the client gets, in a few words. */
  about: string;
  /** True where a client that knows the pages can read the truth out of what it is sent. */
  truthful: boolean;
  /** False where a client never gets the answer to its end. */
  whole: boolean;
  /** How often it is drawn among all faults, beside 1 for most. */
  weight: number;
  /** The bad answer in place of a good one; null where the fault cannot happen to this one. */
  damage(good: Answer, scene: Scene): Wire | null;
}

/** A good answer on the wire, with what a fault changes about it. */
export function wireOf(answer: Answer, changes: Partial<Wire> = {}): Wire {
  const { headers, ...rest } = changes;
  return {
    status: answer.status,
    body: [answer.body],
    pauseMs: 0,
    ending: 'whole',
    ...rest,
    headers: {
      'content-type': answer.contentType,
      'content-length': String(Buffer.byteLength(answer.body)),
      ...headers,
    },
  };
}

/** A fault that answers with another text, or null where it cannot. */
export function pageFault(
  name: string,
  about: string,
  truthful: boolean,
  change: (body: string, scene: Scene) => string | null,
): Fault {
  return {
    name,
    about,
    truthful,
    whole: true,
    weight: 1,
    damage(good, scene) {
      const body = change(good.body, scene);
      return body === null ? null : wireOf({ ...good, body });
    },
  };
}

/** A fault that gives the same answer whatever was asked. */
export function fixedFault(
  name: string,
  about: string,
  answer: Answer,
  headers: Readonly<Record<string, string>> | ((scene: Scene) => Readonly<Record<string, string>>) = {},
): Fault {
  return {
    name,
    about,
    truthful: false,
    whole: true,
    weight: 1,
    damage: (_good, scene) =>
      wireOf(answer, { headers: typeof headers === 'function' ? headers(scene) : headers }),
  };
}
