import { expect, test } from 'vitest';
import { proveResume } from './resumed-collect.ts';

const moments = Number(process.env['RESUME_MOMENTS'] ?? 100);
const accounts = Number(process.env['RESUME_ACCOUNTS'] ?? 200);
const seed = Number(process.env['RESUME_SEED'] ?? 20_261_125);

test(`a collect run of ${accounts} accounts, killed at ${moments} random moments, is gone on with`, async () => {
  const figures = await proveResume(moments, accounts, seed);
  process.stderr.write(`collect, killed and resumed (seed ${seed}): ${JSON.stringify(figures)}\n`);
  expect(figures.killed).toBeGreaterThan(moments / 2);
  expect(figures.resumed).toBeGreaterThan(0);
});
