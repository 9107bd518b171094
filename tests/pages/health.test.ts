import { describe, expect, test } from 'vitest';
import { titleOf } from '../../pages/_data/health.ts';

const found = (...severities: ('error' | 'warning' | 'info')[]) =>
  severities.map((severity) => ({ severity }));

describe('titleOf', () => {
  test.each([
    [false, found(), 'The data checks have not run yet'],
    [true, found(), 'The data checks found nothing'],
    [true, found('info'), 'The data checks found no error and no warning'],
    [true, found('error'), 'The data checks found 1 error'],
    [true, found('warning', 'warning', 'info'), 'The data checks found 2 warnings'],
    [true, found('error', 'warning'), 'The data checks found 1 error and 1 warning'],
  ] as const)('checked %j, %j', (checked, findings, title) => expect(titleOf(checked, findings)).toBe(title));
});
