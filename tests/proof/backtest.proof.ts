import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accountDaily } from '../../lib/transform/daily.ts';
import { readDocument } from '../docs/documents.ts';
import { celebrities, celebrityRows } from '../transform/celebrities.ts';
import { backtest, printBacktest, winner } from './backtest.ts';

describe.skipIf(!existsSync(celebrities))(
  'past forecasts of recorded accounts (needs ../shared/real)',
  () => {
    const series = existsSync(celebrities) ? celebrityRows('www_users_daily.csv') : [];
    const { rows } = accountDaily(series, { zones: new Map(), asOf: '2026-12-01T00:00:00Z' });

    test('are what docs/forecasting.md says, and its default is the method that wins', () => {
      const lines = backtest(rows);
      const table = printBacktest(lines);
      process.stderr.write(`\n${table}\n\nThe default by these figures: ${winner(lines)}.\n`);
      const page = readDocument('docs/forecasting.md');
      expect(page).toContain(table);
      expect(page).toContain(`The default is **${winner(lines)}**`);
    });
  },
);
