import { Ajv2020 } from 'ajv/dist/2020.js';

/** The rules of Jupyter's notebook format 4.5 (nbformat.readthedocs.io, "The notebook file format"), written down for these tests. */

const multiline = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
const tags = { type: 'array', uniqueItems: true, items: { type: 'string', pattern: '^[^,]+$' } };
const mimeBundle = {
  type: 'object',
  propertyNames: { pattern: '^[a-z]+/[a-z0-9.+-]+$' },
  patternProperties: {
    '^(?!application/(.*[+])?json$)': multiline,
  },
};

/** An object with exactly these fields, all of them needed. */
const exactly = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const output = {
  type: 'object',
  required: ['output_type'],
  oneOf: [
    exactly({ output_type: { const: 'display_data' }, data: mimeBundle, metadata: { type: 'object' } }),
    exactly({
      output_type: { const: 'execute_result' },
      execution_count: { type: ['integer', 'null'], minimum: 0 },
      data: mimeBundle,
      metadata: { type: 'object' },
    }),
    exactly({ output_type: { const: 'stream' }, name: { type: 'string' }, text: multiline }),
    exactly({
      output_type: { const: 'error' },
      ename: { type: 'string' },
      evalue: { type: 'string' },
      traceback: { type: 'array', items: { type: 'string' } },
    }),
  ],
};

const id = { type: 'string', pattern: '^[a-zA-Z0-9_-]+$', minLength: 1, maxLength: 64 };
const cellMetadata = {
  type: 'object',
  properties: { name: { type: 'string', pattern: '^.+$' }, tags, jupyter: { type: 'object' } },
};
const codeMetadata = {
  type: 'object',
  properties: {
    ...cellMetadata.properties,
    jupyter: {
      type: 'object',
      properties: { source_hidden: { type: 'boolean' }, outputs_hidden: { type: 'boolean' } },
    },
    collapsed: { type: 'boolean' },
    scrolled: { enum: [true, false, 'auto'] },
    execution: { type: 'object' },
  },
};

const cell = {
  oneOf: [
    exactly({
      cell_type: { const: 'code' },
      id,
      metadata: codeMetadata,
      source: multiline,
      outputs: { type: 'array', items: output },
      execution_count: { type: ['integer', 'null'], minimum: 0 },
    }),
    ...['markdown', 'raw'].map((kind) => {
      const rule = exactly({ cell_type: { const: kind }, id, metadata: cellMetadata, source: multiline });
      return { ...rule, properties: { ...rule.properties, attachments: { type: 'object' } } };
    }),
  ],
};

const notebook = exactly({
  nbformat: { const: 4 },
  nbformat_minor: { const: 5 },
  metadata: {
    type: 'object',
    properties: {
      kernelspec: {
        type: 'object',
        required: ['name', 'display_name'],
        properties: { name: { type: 'string' }, display_name: { type: 'string' } },
      },
      language_info: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          codemirror_mode: { type: ['string', 'object'] },
          file_extension: { type: 'string' },
          mimetype: { type: 'string' },
          pygments_lexer: { type: 'string' },
        },
      },
      orig_nbformat: { type: 'integer', minimum: 1 },
      title: { type: 'string' },
      authors: { type: 'array' },
    },
  },
  cells: { type: 'array', items: cell },
});

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(notebook);

/** What breaks the rules of the format; empty for a notebook that Jupyter opens as it is. */
export function faultsOfNotebook(text: string): string[] {
  const parsed = JSON.parse(text) as { cells?: { id?: string }[] };
  const faults = validate(parsed)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  // No schema can say that ids are unique.
  const ids = (parsed.cells ?? []).map(({ id }) => id);
  for (const [i, id] of ids.entries())
    if (ids.indexOf(id) !== i) faults.push(`/cells/${i}/id "${id}" stands twice`);
  return faults;
}
