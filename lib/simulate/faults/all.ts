import { counterFaults } from './counters.ts';
import type { Fault } from './fault.ts';
import { otherPage } from './other-page.ts';
import { refusals } from './refusals.ts';
import { structureFaults } from './structure.ts';
import { transportFaults } from './transport.ts';

/** Every way in which an answer of the simulated origin can be bad. */
export const faults: readonly Fault[] = [
  ...transportFaults,
  ...refusals,
  ...structureFaults,
  ...counterFaults,
  otherPage,
];
