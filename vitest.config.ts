import { defineConfig } from 'vitest/config';

// Not UTC, not a whole hour, and with daylight saving: a slip into local time shows at once.
process.env['TZ'] = 'America/St_Johns';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // All cores: much of the time is waited for processes and pages, and one worker would wait alone.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
