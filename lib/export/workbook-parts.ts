/** The XML of a workbook's parts. */

const begin = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetml = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Characters a cell can hold. */
const mostCharacters = 32_767;

/** Letters of a column, from 0: A, B … Z, AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** A cell that holds text, whatever the text looks like. */
export function textCell(text: string, place: string, style = 0): string {
  return `<c r="${place}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/**
 * Text within XML. Characters that XML cannot hold, and what looks like one of them spelled out, are spelled as spreadsheets do: `_x0007_`
 * (ECMA-376, ST_Xstring); half of a surrogate pair is `�`.
 */
function xmlText(text: string): string {
  const fitting = text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
  return fitting
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /(?![\t\n\u0080-\u009F])[\p{Cc}\uFFFE\uFFFF]/gu,
      (found) => `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

export function workbook(sheets: readonly string[]): string {
  const list = sheets.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  return `${begin}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`;
}

/** Relations of the workbook to its sheets; of the package to the workbook where `sheets` is null. */
export function relations(sheets: number | null): string {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const list =
    sheets === null
      ? [relation('rId1', 'officeDocument', 'xl/workbook.xml')]
      : [
          ...Array.from({ length: sheets }, (_, i) =>
            relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`),
          ),
          relation('rIdStyles', 'styles', 'styles.xml'),
        ];
  return `${begin}<Relationships xmlns="${packages}/relationships">${list.join('')}</Relationships>`;
}

export function contentTypes(sheets: number): string {
  const part = (name: string, type: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${sheetml}.${type}+xml"/>`;
  const list = Array.from({ length: sheets }, (_, i) => part(`worksheets/sheet${i + 1}`, 'worksheet'));
  return `${begin}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}${list.join('')}</Types>`;
}

/** Style 0 plain, 1 a bold header, 2 an instant, 3 a day. */
export const styles = `${begin}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/><xf numFmtId="165" applyNumberFormat="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
