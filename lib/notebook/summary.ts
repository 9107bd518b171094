import type { Output } from './output.ts';
import type { RanNotebook } from './runtime.ts';

/** What a cell printed, without pictures: small enough to be read in a snapshot, and in JSON. */
export type CellSummary = { name: string | null; caption: string | null } & OutputSummary;

export type OutputSummary =
  | { kind: 'nothing' }
  | { kind: 'chart'; title: string | null; alt: string; table: unknown }
  | { kind: 'picture'; title: string | null }
  | { kind: 'table'; columns: string[]; rows: unknown[][] }
  | { kind: 'list'; items: string[] }
  | { kind: 'fault'; message: string; frame: string }
  | { kind: 'alternatives'; input: string; options: { label: string; output: OutputSummary }[] }
  | { kind: 'search'; input: string; columns: string[]; rows: unknown[][] }
  | { kind: 'value'; text: string; unit: string | null };

/**
 * What the cells of a notebook printed, in order, as plain data: `expect(summarise(await runNotebook(file))).toMatchSnapshot()`.
 * Of a chart it has the sentence and the table that readers get with the picture, of a picture of Plot its title.
 */
export function summarise({ cells }: Pick<RanNotebook, 'cells'>): CellSummary[] {
  return cells.map(({ options: { name, caption }, output }) => ({ name, caption, ...summaryOf(output) }));
}

function summaryOf(output: Output): OutputSummary {
  switch (output.kind) {
    case 'chart': {
      const { alt, table } = output.chart;
      return { kind: output.kind, title: textOf(output.chart, 'title'), alt, table };
    }
    case 'picture':
      return {
        kind: output.kind,
        title: 'options' in output.picture ? textOf(output.picture.options, 'title') : null,
      };
    case 'table':
      return { kind: output.kind, columns: output.columns.map(({ key }) => key), rows: output.rows };
    case 'alternatives': {
      const { name, options } = output.control;
      return {
        kind: output.kind,
        input: name,
        options: output.outputs.map((each, i) => ({
          label: options[i]?.label ?? '',
          output: summaryOf(each),
        })),
      };
    }
    case 'search': {
      const { columns, rows } = output.table;
      return { kind: output.kind, input: output.control.name, columns: columns.map(({ key }) => key), rows };
    }
    default:
      return output;
  }
}

function textOf(value: object, field: string): string | null {
  const found: unknown = (value as Record<string, unknown>)[field];
  return typeof found === 'string' ? found : null;
}
