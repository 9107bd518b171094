import { InputError } from '#lib/errors';
import { transform } from '#lib/pipeline/transform';
import { type DerivedTable, derivedTables } from '#lib/transform/tables';
import { defineCommand } from './_front.ts';

const isDerived = (name: string): name is DerivedTable => (derivedTables as string[]).includes(name);

export const { help, run } = defineCommand({
  name: 'transform',
  about:
    'Computes the derived tables from the clean ones, and puts the day’s forecasts on record. Same rows and same CLIPBOOK_AS_OF, same bytes; with CLIPBOOK_AS_OF nothing is put on record.',
  options: { table: { value: '<name>', about: `only this table: ${derivedTables.join(', ')}` } },
  async run({ settings, option, progress }) {
    const table = option('table');
    if (table !== undefined && !isDerived(table))
      throw new InputError('unknown_table', `There is no derived table "${table}".`, {
        hint: `The derived tables are: ${derivedTables.join(', ')}.`,
      });
    const summary = await transform(settings, progress, undefined, table === undefined ? undefined : [table]);
    return {
      exitCode: 0,
      json: summary,
      text: [
        ...Object.entries(summary.tables).map(
          ([name, rows]) => `${rows.toLocaleString('en-US').padStart(9)}  ${name}`,
        ),
        `As of ${summary.as_of}; files changed: ${summary.files_changed}.`,
        ...(summary.forecasts_issued > 0
          ? [`${summary.forecasts_issued.toLocaleString('en-US')} forecasts put on record.`]
          : []),
        ...summary.findings.map((each) => `${each.rule}  ${each.subject}: ${each.message}`),
      ],
    };
  },
});
