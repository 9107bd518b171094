import { test } from 'vitest';
import { daysComeBack } from './studio-days.ts';

test('days without a year come back in 3,000 exports', { timeout: 600_000 }, async () => {
  await daysComeBack(Number(process.env['STUDIO_SEED'] ?? 1), 3000);
});
