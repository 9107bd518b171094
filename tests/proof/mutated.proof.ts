import { expect, test } from 'vitest';
import { mutate } from '../clean/mutations.ts';

const runs = 100_000;

test(`${runs} mutated pages`, () => {
  const report = mutate(runs, 20260305);
  const { outcomes, drafts, slowest } = report;
  console.log(
    `${report.runs} mutations (${report.blocks} of data blocks, ${report.pages} of whole pages): outcomes ${JSON.stringify(outcomes)}; ` +
      `drafts believed ${drafts.believed}, refused ${JSON.stringify(drafts.refused)}; ` +
      `slowest call ${slowest.ms.toFixed(1)} ms (${slowest.name})`,
  );
  expect(report.runs).toBe(runs);
});
