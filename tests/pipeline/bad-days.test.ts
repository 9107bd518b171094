import { expect, test } from 'vitest';
import { proveBadDays, sayFigures } from '../proof/bad-days.ts';

/** A sample of the proof in tests/proof/faults.proof.ts. */
test('ledgers live through bad days: nothing wrong is stored, nothing good is lost', async () => {
  const figures = await proveBadDays(15, 7);
  expect([...figures.wrong, ...figures.lost, ...figures.other], sayFigures(figures)).toEqual([]);
});
