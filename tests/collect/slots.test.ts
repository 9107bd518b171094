import { expect, test } from 'vitest';
import { createSlots } from '../../lib/collect/slots.ts';

test('no more at once than there are slots, in the order they came, whatever fails', async () => {
  const inSlot = createSlots(3);
  let underWay = 0;
  let most = 0;
  const begun: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      inSlot(async () => {
        begun.push(index);
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        if (index % 4 === 0) throw new Error('failed');
        return index;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  expect(await inSlot(async () => 'still works')).toBe('still works');
});
