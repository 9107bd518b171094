import { describe, expect, test } from 'vitest';
import { Overlap } from '../../lib/store/overlap.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('writes that overlap', () => {
  test('are few at once, and little in memory', async () => {
    const writes = new Overlap();
    const open: (() => void)[] = [];
    let started = 0;
    const start = (bytes: number) =>
      writes.start(bytes, () => {
        started++;
        return new Promise((resolve) => open.push(resolve));
      });
    void start(5_000_000);
    void start(4_000_000);
    await settled();
    expect(started).toBe(1);
    open.shift()?.();
    await settled();
    expect(started).toBe(2);
    for (let i = 0; i < 9; i++) void start(1);
    await settled();
    expect(started).toBe(9);
    for (const done of open.splice(0)) done();
    await settled();
    for (const done of open.splice(0)) done();
    await writes.end();
    expect(started).toBe(11);
  });

  test('a large one goes alone', async () => {
    const writes = new Overlap();
    let done = 0;
    for (let i = 0; i < 3; i++)
      await writes.start(50_000_000, async () => {
        await settled();
        done++;
      });
    await writes.end();
    expect(done).toBe(3);
  });

  test('one that fails is told once no other is under way', async () => {
    const writes = new Overlap();
    let other = false;
    await writes.start(1, async () => {
      throw new Error('disk full');
    });
    await writes.start(1, async () => {
      await settled();
      await settled();
      other = true;
    });
    await expect(writes.end()).rejects.toThrow('disk full');
    expect(other).toBe(true);
  });

  test('one that fails stops the next from starting', async () => {
    const writes = new Overlap();
    await writes.start(9_000_000, async () => {
      await settled();
      throw new Error('disk full');
    });
    await expect(writes.start(9_000_000, async () => expect.unreachable())).rejects.toThrow('disk full');
  });
});
