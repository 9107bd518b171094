import { defineConfig } from 'vitest/config';

// Not UTC, not a whole hour, and with daylight saving: a slip into local time shows at once.
process.env['TZ'] = 'America/St_Johns';

export default defineConfig({
  test: {
    // A report may have its tests beside it; Astro takes names with a leading underscore for no page.
    include: ['tests/**/*.test.ts', 'pages/reports/*/_*.test.ts'],
    // All cores: much of the time is waited for processes and pages, and one worker would wait alone.
    maxWorkers: '100%',
    // For what hangs, not for what is slow: a machine may have other things to do.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
