import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  bytes: string | Uint8Array;
  /** General purpose flags: 1 is encrypted. */
  flags?: number;
  method?: number;
  /** What the archive says of the size, where it lies. */
  saidBytes?: number;
  saidCrc?: number;
}

/** A ZIP archive as packers write it: each file deflated, a header before it and a list at the end. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const body: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, flags = 0x800, method = 8, saidBytes, saidCrc } of parts) {
    const raw = Buffer.from(bytes);
    const packed = method === 8 ? deflateRawSync(raw) : raw;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(saidCrc ?? crc32(raw), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(saidBytes ?? raw.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    body.push(Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    list.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(
    list.reduce((sum, part) => sum + part.length, 0),
    8,
  );
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...body, ...list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

/** A workbook of these sheets; each is the XML of its rows, with cells such as `<c r="A1" t="inlineStr"><is><t>x</t></is></c>`. */
export function workbookOf(sheets: Readonly<Record<string, string>>, date1904 = false): Buffer {
  const xml = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>${text}`;
  const names = Object.keys(sheets);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipOf([
    {
      name: 'xl/workbook.xml',
      bytes: xml(
        `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names
          .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
          .join('')}</sheets></workbook>`,
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: xml(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
          .map(
            (_, i) =>
              `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
          )
          .join('')}<Relationship Id="rIdS" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/styles.xml',
      bytes: xml(
        `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
      ),
    },
    ...names.map((name, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      bytes: xml(`<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`),
    })),
  ]);
}

/** Rows of cells as the XML of a sheet: a text, a number as it is spelled, or a date by its serial number. */
export function sheetRows(rows: readonly (readonly (string | { n: string } | { d: number })[])[]): string {
  return rows
    .map((row, r) => {
      const cells = row.map((cell, c) => {
        const at = `${String.fromCharCode(65 + c)}${r + 1}`;
        if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
        return 'n' in cell ? `<c r="${at}"><v>${cell.n}</v></c>` : `<c r="${at}" s="1"><v>${cell.d}</v></c>`;
      });
      return `<row r="${r + 1}">${cells.join('')}</row>`;
    })
    .join('');
}
