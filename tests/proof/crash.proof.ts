import { describe, expect, test } from 'vitest';
import { crashJobs } from './crash-jobs.ts';

/** Moments at which each command is killed, more than 500 in all; another number may be given as CRASH_MOMENTS. */
const moments = Number(process.env['CRASH_MOMENTS'] ?? 63);
// A seed of its own for each run of the proof may be given too; this one is written down so that a failure comes again.
const seed = Number(process.env['CRASH_SEED'] ?? 20_261_122);

describe(`killed at ${moments} random moments (seed ${seed})`, () => {
  test.each(crashJobs)('$name loses nothing and is completed by the next run', async ({ name, prove }) => {
    const killed = await prove(moments, seed);
    process.stderr.write(`${name}: ${killed} of ${moments} runs were killed in the midst of their work.\n`);
    expect(killed).toBeGreaterThan(moments / 3);
  });
});
