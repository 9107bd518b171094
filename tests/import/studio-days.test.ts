import { describe, expect, test } from 'vitest';
import { daysFrom } from '../../lib/calendar.ts';
import { daysComeBack, daysOf, file, locales, writer } from '../proof/studio-days.ts';

describe('days without a year', () => {
  test('come back as they were written, in any language, order, length and year', async () => {
    await daysComeBack(34, 60);
  });

  test('every language is read over a whole leap year', async () => {
    const days = daysFrom('2024-01-01', '2024-12-31');
    for (const locale of locales)
      expect(await daysOf(file(days.map(writer(locale, 'own'))), { year: '2024' }), locale).toEqual(days);
  });
});
