import { type ChartColumn, format } from '#lib';

/**
 * Body rows of a chart's data as HTML text. A thousand account pages hold some four million cells, which is too many
 * for a component each. Every cell is escaped, so text from anywhere is safe here.
 */
export function bodyRows(
  columns: readonly Pick<ChartColumn, 'numeric' | 'signed' | 'marks'>[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  let html = '';
  for (const [at, row] of rows.entries()) {
    html += '<tr>';
    for (let i = 0; i < columns.length; i++) {
      const cell = row[i] ?? null;
      const write = columns[i]?.signed ? format.signed : format.exact;
      const text = cell === null ? '–' : typeof cell === 'number' ? write(cell) : escapeHtml(cell);
      const marks = columns[i]?.marks;
      const mark = marks?.cells[at] ?? '';
      const shown = mark === '' ? text : marks?.kind === 'bar' ? text + mark : mark;
      // The end tags of rows and cells may be left out in HTML; over a year of days that is a quarter of the table.
      html +=
        i === 0 ? `<th scope=row>${shown}` : columns[i]?.numeric ? `<td class=n>${shown}` : `<td>${shown}`;
    }
  }
  return html;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
