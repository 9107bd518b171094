import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a developer's own project does with the package, right and wrong. */

const right = `import { type ChartTable, lineChart, readTable, type Row, windowGrowth } from 'clipbook';

const daily = await readTable('account_daily', { data: './data', from: '2026-11-01' });
const first: Row<'account_daily'> | undefined = daily[0];
const followers: number | null | undefined = first?.followers;
const id: string | undefined = first?.account_id;

const made = ['2026-11-01', '2026-11-08'].map((day, i) => ({ account_id: '1', day, followers: 100 + 10 * i }));
const [growth] = windowGrowth(made, { days: 7 });
const gain: number | null | undefined = growth?.gain;

const chart = lineChart(daily, { y: 'followers' });
const table: ChartTable = chart.table;
console.log(JSON.stringify({ rows: daily.length, followers, id, gain, svg: chart.svg.slice(0, 4), columns: table.columns.length }));
`;

const wrong = `import { lineChart, readTable, windowGrowth } from 'clipbook';

const daily = await readTable('account_daily');
export const misspelt = daily[0]?.folowers;
export const noTable = await readTable('acount');
export const idIsNoNumber: number | undefined = daily[0]?.account_id;
lineChart(daily, { y: 'folowers' });
windowGrowth(daily, {});
`;

/** The lines of `wrong.ts` that must not compile, with TypeScript's code for each. */
export const faults = [
  'wrong.ts(4,35): error TS2551',
  'wrong.ts(5,40): error TS2345',
  'wrong.ts(6,14): error TS2322',
  'wrong.ts(7,20): error TS2820',
  'wrong.ts(8,21): error TS2345',
];

/** What `use.ts` prints in a project without a ledger. */
export const printed = { rows: 0, gain: 10, svg: '<svg' };

export const resolutions = ['nodenext', 'bundler'] as const;

/** Writes the files and, for each way of module resolution, a configuration `tsconfig.<name>.json`. */
export function writeConsumer(folder: string): void {
  writeFileSync(path.join(folder, 'use.ts'), right);
  writeFileSync(path.join(folder, 'wrong.ts'), wrong);
  for (const moduleResolution of resolutions)
    writeFileSync(
      path.join(folder, `tsconfig.${moduleResolution}.json`),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'es2023',
          module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
          moduleResolution,
          // The package's declarations are checked as well, and those they stand on: once, since they are the same.
          skipLibCheck: moduleResolution === 'bundler',
          outDir: `out-${moduleResolution}`,
        },
        files: ['use.ts', 'wrong.ts'],
      }),
    );
}

/** The faults that `tsc` printed, as `file(line,column): error CODE`. */
export function faultsIn(output: string): string[] {
  return output
    .split('\n')
    .map((line) => /^\S+\(\d+,\d+\): error TS\d+/.exec(line)?.[0])
    .filter((fault) => fault !== undefined);
}
