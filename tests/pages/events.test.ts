import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { listEvents } from '../../pages/_data/events.ts';
import { accountOf } from './account.ts';

const info = (observed_at: string, handle: string, status: Row<'account_info'>['status'] = 'ok') =>
  ({ observed_at, handle, status }) as Row<'account_info'>;

describe('listEvents', () => {
  test('tells falls with a cause, and leaves the noise of a counter out', () => {
    const account = accountOf([
      { day: '2026-11-01', followers: 1000 },
      { day: '2026-11-02', followers: 900, followers_net: -100, decrease: 'purge' },
      { day: '2026-11-03', followers: 899, followers_net: -1, decrease: 'small_correction' },
      { day: '2026-11-04', followers: 800, followers_net: -99, decrease: 'rounding_flip' },
    ]);
    expect(listEvents(account)).toEqual([
      { day: '2026-11-02', what: '−100 followers: several followed accounts fell the same day.' },
    ]);
  });

  test('tells gaps once, with their length, also the one that is still open', () => {
    const days = ['01', '02', '03', '04', '05', '06'].map((d, i) => ({
      day: `2026-11-${d}`,
      followers: [1, null, null, 1, 1, null][i] ?? null,
    }));
    expect(listEvents(accountOf(days)).map(({ day, what }) => `${day} ${what}`)).toEqual([
      '2026-11-06 Not observed for 1 day: a gap in every line.',
      '2026-11-02 Not observed for 2 days: a gap in every line.',
    ]);
  });

  test('tells renames and changes of state, newest first', () => {
    const account = accountOf([], {
      info: [
        info('2026-01-01T00:00:00Z', 'a'),
        info('2026-02-01T00:00:00Z', 'b'),
        info('2026-03-01T00:00:00Z', 'b', 'private'),
        info('2026-04-01T00:00:00Z', 'b', 'ok'),
      ],
    });
    expect(listEvents(account)).toEqual([
      { day: '2026-04-01', what: 'Public again.' },
      { day: '2026-03-01', what: 'Answered as private from here on.' },
      { day: '2026-02-01', what: 'Renamed from @a to @b.' },
    ]);
  });
});
