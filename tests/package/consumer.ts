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

/** A notebook of a project of its own, and a script that runs it. */
const book = `---
title: A book
---

\`\`\`ts cell name=gain
const points = ['2026-11-01', '2026-11-08'].map((day, i) => ({ account_id: '1', day, followers: 100 + 10 * i }))
withUnit(windowGrowth(points, { days: 7 })[0]?.gain, 'followers')
\`\`\`

\`\`\`ts test
expect(points).toHaveLength(2)
\`\`\`
`;

const runBook = `import { runNotebook, summarise, testNotebook } from 'clipbook/notebook';

const run = await runNotebook('book.mdx');
const tests = await testNotebook('book.mdx');
const faults: (string | null)[] = tests.map(({ fault }) => fault?.message ?? null);
console.log(JSON.stringify({ names: Object.keys(run.named), cells: summarise(run), faults }));
`;

/** What `book.ts` prints. */
export const ranBook = {
  names: ['gain'],
  cells: [{ name: 'gain', caption: null, kind: 'value', text: '10 followers', unit: 'followers' }],
  faults: [null],
};

/** What `use.ts` prints in a project without a ledger. */
export const printed = { rows: 0, gain: 10, svg: '<svg' };

export const resolutions = ['nodenext', 'bundler'] as const;

/** Writes the files and, for each way of module resolution, a configuration `tsconfig.<name>.json`. */
export function writeConsumer(folder: string): void {
  writeFileSync(path.join(folder, 'use.ts'), right);
  writeFileSync(path.join(folder, 'wrong.ts'), wrong);
  writeFileSync(path.join(folder, 'book.ts'), runBook);
  writeFileSync(path.join(folder, 'book.mdx'), book);
  for (const moduleResolution of resolutions)
    writeFileSync(
      path.join(folder, `tsconfig.${moduleResolution}.json`),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'es2023',
          module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
          moduleResolution,
          // The package's declarations are checked as well, and those they stand on.
          skipLibCheck: false,
          outDir: `out-${moduleResolution}`,
        },
        files: ['use.ts', 'wrong.ts', 'book.ts'],
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
