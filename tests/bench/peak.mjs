// Loaded into a measured process: leaves its peak resident memory (kB) and processor time (µs) in a file when it ends.
import { writeFileSync } from 'node:fs';

const file = process.env.BENCH_PEAK_FILE;
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  if (file) writeFileSync(file, `${maxRSS} ${userCPUTime + systemCPUTime}`);
});
