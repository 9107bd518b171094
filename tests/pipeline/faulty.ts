import { onTestFinished } from 'vitest';
import type { Settings } from '../../lib/config.ts';
import { readFaults } from '../../lib/simulate/faults/choose.ts';
import type { RobotsRules } from '../../lib/simulate/robots.ts';
import { type OriginOptions, type Served, startOrigin } from '../../lib/simulate/server.ts';
import { type Job, startJob, world } from './origin.ts';

export interface FaultyJob extends Job {
  /** What each request got, in order. */
  served: Served[];
  /** What goes wrong from now on, as `--faults` takes it. */
  setFaults(faults: string): void;
}

/** A collect job against the simulated origin on a bad day. */
export async function startFaultyJob(
  data: string,
  watched: readonly string[],
  faults: string,
  {
    robots = 'own',
    settings = {},
    ...options
  }: { robots?: RobotsRules; settings?: Partial<Settings> } & Pick<OriginOptions, 'sparedPaths'> = {},
): Promise<FaultyJob> {
  const served: Served[] = [];
  const origin = await startOrigin({
    world,
    robots,
    now: () => job.clock.now(),
    faults: readFaults(faults),
    onRequest: (each) => served.push(each),
    ...options,
  });
  onTestFinished(() => origin.close());
  const job: Job = await startJob(data, watched, { settings: { origin: origin.url, ...settings } });
  return { ...job, served, setFaults: (others) => origin.setFaults(readFaults(others)) };
}
