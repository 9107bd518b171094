import { InputError } from '#lib/errors';
import { transform } from '#lib/pipeline/transform';
import { defineCommand } from './_front.ts';

const derived = ['account_daily', 'summary'];

export const { help, run } = defineCommand({
  name: 'transform',
  about: 'Computes the derived tables from the clean ones. Same rows and same CLIPBOOK_AS_OF, same bytes.',
  options: { table: { value: '<name>', about: `only this table: ${derived.join(', ')}` } },
  async run({ settings, option, progress }) {
    const table = option('table');
    if (table !== undefined && !derived.includes(table))
      throw new InputError('unknown_table', `There is no derived table "${table}".`, {
        hint: `The derived tables are: ${derived.join(', ')}.`,
      });
    const summary = await transform(settings, progress, undefined, table === undefined ? derived : [table]);
    return {
      exitCode: 0,
      json: summary,
      text: [
        `${summary.tables.account_daily.toLocaleString('en-US')} account days, ${summary.tables.summary} accounts, as of ${summary.as_of}; files changed: ${summary.files_changed}.`,
        ...summary.findings.map((each) => `${each.rule}  ${each.subject}: ${each.message}`),
      ],
    };
  },
});
