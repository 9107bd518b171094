import { defineConfig } from 'vitest/config';

process.env['TZ'] = 'America/St_Johns';

// The long checks: `npm run proof`. One at a time, since they measure moments of a run.
export default defineConfig({
  test: {
    include: ['tests/proof/**/*.proof.ts'],
    fileParallelism: false,
    // Hours, since a busy machine takes them: nothing here is judged by time.
    testTimeout: 7_200_000,
    hookTimeout: 300_000,
  },
});
