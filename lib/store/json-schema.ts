import { z } from 'zod';
import { columnsOf, type TableSpec } from '../schema/table.ts';

/** Folder of the JSON Schemas, one file a table. */
export const schemaFolder = 'schema';

export function schemaFile(table: string): string {
  return `${schemaFolder}/${table}.schema.json`;
}

const formats: Partial<Record<string, string>> = { instant: 'date-time', day: 'date' };

/**
 * The JSON Schema (draft 2020-12) of a table's row, as text: what one object of a JSON or NDJSON export is. Titles, descriptions and
 * units are those of the columns; an empty cell is null.
 */
export function jsonSchemaOf(spec: TableSpec): string {
  const { properties = {}, ...schema } = z.toJSONSchema(spec.row, { target: 'draft-2020-12' });
  const described = Object.fromEntries(
    columnsOf(spec).map(({ name, kind, title, description, unit }) => {
      // The metadata of a column says more than a schema has words for.
      const { kind: _kind, choices: _choices, ...property } = properties[name] as Record<string, unknown>;
      const format = formats[kind];
      return [
        name,
        { ...property, title, description, ...(format ? { format } : {}), ...(unit ? { unit } : {}) },
      ];
    }),
  );
  const { name, title, description } = spec;
  return `${JSON.stringify({ ...schema, $id: `urn:clipbook:${name}:v${spec.version ?? 1}`, title, description, properties: described }, null, 2)}\n`;
}
