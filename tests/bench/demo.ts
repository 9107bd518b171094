import path from 'node:path';
import type { Figure } from './figure.ts';
import { clipbook, measure, temporaryFolder } from './measure.ts';

/** The whole demo, 24 accounts over 120 days, without serving it. */
export async function benchDemo(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const { seconds, peakMb, stdout } = await measure(
    [clipbook, 'demo', '--no-serve', '--json', '--data', path.join(folder, 'data')],
    { CLIPBOOK_OUT: path.join(folder, 'site') },
  );
  const summary = JSON.parse(stdout) as { requests: number; build: { pages: number; seconds: number } };
  return [
    ['demo, 24 accounts × 120 days: seconds', seconds.toFixed(1), '≤ 60'],
    ['demo: requests', summary.requests.toLocaleString('en-US'), ''],
    ['demo: seconds of it in the site build', summary.build.seconds.toFixed(1), ''],
    ['demo: peak MB', peakMb.toFixed(0), ''],
  ];
}
