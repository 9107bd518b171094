import { defineConfig } from 'vitest/config';

process.env['TZ'] = 'America/St_Johns';

// The long checks: `npm run proof`. One at a time, since they measure moments of a run.
export default defineConfig({
  test: {
    include: ['tests/proof/**/*.proof.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
