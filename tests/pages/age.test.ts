import { describe, expect, test } from 'vitest';
import { ago } from '../../lib/format.ts';
import { ageInWords } from '../../pages/_scripts/age.ts';

const minute = 60_000;
const day = 1440 * minute;

describe('ageInWords', () => {
  test('says in the browser what the library says at build time', () => {
    const now = new Date('2026-11-22T06:15:00Z');
    const edges = [
      0,
      minute,
      60 * minute,
      day,
      2 * day,
      7 * day,
      42 * day,
      43 * day,
      731 * day,
      800 * day,
      4000 * day,
    ];
    for (const edge of edges)
      for (const ageMs of [edge - 1, edge, edge + 1].filter((ms) => ms >= 0))
        expect(ageInWords(ageMs), `${ageMs} ms`).toBe(
          ago(new Date(now.getTime() - ageMs).toISOString(), now),
        );
  });

  test('is silent where the clock runs behind, or where there is no instant', () => {
    expect(ageInWords(-1)).toBeNull();
    expect(ageInWords(Number.NaN)).toBeNull();
  });
});
