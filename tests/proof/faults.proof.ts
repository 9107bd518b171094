import { expect, test } from 'vitest';
import { proveBadDays, sayFigures } from './bad-days.ts';

/** Ledgers that live through bad days; another number may be given as FAULT_RUNS. */
const runs = Number(process.env['FAULT_RUNS'] ?? 1000);
// Written down so that a failure comes again; another may be given as FAULT_SEED.
const seed = Number(process.env['FAULT_SEED'] ?? 20_261_122);

test(`${runs} ledgers live through bad days (seed ${seed}): nothing wrong is stored, nothing good is lost`, async () => {
  const figures = await proveBadDays(runs, seed);
  process.stderr.write(`${sayFigures(figures)}\n`);
  const { wrong, lost, other } = figures;
  expect({ wrong, lost, other }).toEqual({ wrong: [], lost: [], other: [] });
  expect(figures.damaged.size).toBeGreaterThan(30);
});
