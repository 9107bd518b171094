import { describe, expect, test } from 'vitest';
import { readSecondId, resolveIdentity } from '../../lib/transform/identity.ts';
import { infoRow } from './rows.ts';

const seen = (account_id: string, handle: string, day: string) => ({
  account_id,
  handle,
  observed_at: `2026-${day}T12:00:00Z`,
});

describe('resolveIdentity', () => {
  test('joins a handle with the id seen under it, before and after', () => {
    const identity = resolveIdentity([seen('handle:ann', 'ann', '01-01'), seen('7', 'ann', '03-01')]);
    expect(identity.idOf('handle:ann', '2026-01-01T12:00:00Z')).toBe('7');
    expect(identity.idOf('handle:ann', '2026-09-01T12:00:00Z')).toBe('7');
    expect(identity.idOf('handle:ann')).toBe('7');
    expect(identity.idOf('7')).toBe('7');
  });

  test('leaves a handle alone under which no id was seen', () => {
    const identity = resolveIdentity([seen('handle:bob', 'bob', '01-01'), seen('7', 'ann', '03-01')]);
    expect(identity.idOf('handle:bob', '2026-01-01T12:00:00Z')).toBe('handle:bob');
    expect(identity.handleOf('handle:bob')).toBe('bob');
    expect(identity.idOf('handle:never')).toBe('handle:never');
    expect(identity.handleOf('99')).toBeNull();
  });

  test('a handle held by two ids goes to the one seen nearest in time, the earlier of equals', () => {
    const rows = [
      seen('handle:ann', 'ann', '01-05'),
      seen('7', 'ann', '01-01'),
      seen('7', 'ann', '01-03'),
      seen('8', 'ann', '01-11'),
      seen('8', 'ann', '01-13'),
    ];
    for (const order of [rows, rows.toReversed()]) {
      const identity = resolveIdentity(order);
      expect(identity.idOf('handle:ann', '2026-01-01T00:00:00Z')).toBe('7');
      expect(identity.idOf('handle:ann', '2026-01-06T00:00:00Z')).toBe('7');
      expect(identity.idOf('handle:ann', '2026-01-07T12:00:00Z')).toBe('7');
      expect(identity.idOf('handle:ann', '2026-01-07T12:00:01Z')).toBe('8');
      expect(identity.idOf('handle:ann', '2026-12-01T00:00:00Z')).toBe('8');
      expect(identity.idOf('handle:ann')).toBe('8');
    }
  });

  test('finds ids for a handle that only a post names', () => {
    expect(resolveIdentity([seen('7', 'ann', '01-01')]).idOf('handle:ann')).toBe('7');
  });

  test('a rename keeps the id; the latest handle is its name, and old ones are known', () => {
    const rows = [
      seen('7', 'old.ann', '01-01'),
      seen('7', 'ann', '02-01'),
      seen('7', 'old.ann', '01-15'),
      seen('handle:old.ann', 'old.ann', '06-01'),
    ];
    const identity = resolveIdentity(rows);
    expect(identity.handleOf('7')).toBe('ann');
    expect(identity.handlesOf('7')).toEqual(['ann', 'old.ann']);
    expect(resolveIdentity(rows.toReversed()).handlesOf('7')).toEqual(['ann', 'old.ann']);
  });
});

describe('readSecondId', () => {
  test('tells which second id was in force, and nothing where there is only one', () => {
    const infos = [
      infoRow({ observed_at: '2026-01-05T00:00:00Z', sec_uid: 'a' }),
      infoRow({ observed_at: '2026-01-06T00:00:00Z' }),
      infoRow({ observed_at: '2026-01-09T00:00:00Z', sec_uid: 'b' }),
    ];
    const idAt = readSecondId(infos);
    expect(['01', '05', '08', '09', '20'].map((day) => idAt(Date.parse(`2026-01-${day}T00:00:00Z`)))).toEqual(
      ['a', 'a', 'a', 'b', 'b'],
    );
    expect(readSecondId(infos.slice(0, 2))(0)).toBeNull();
  });
});
