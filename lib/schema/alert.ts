import { z } from 'zod';
import { choice, instant, number, text } from './column.ts';
import type { TableSpec } from './table.ts';

/** Alerts as they were given: append-only, never recomputed. */
export const alert = {
  name: 'alert',
  title: 'Alerts issued',
  description: 'What was said at the time by the rules in `data/rules.json`, with the numbers known then.',
  layer: 'issued',
  key: ['issued_at', 'rule', 'subject'],
  partition: 'issued_at',
  provenance: [],
  row: z.strictObject({
    issued_at: instant({ title: 'Issued at', description: 'When the alert was given.' }),
    rule: text({ title: 'Rule', description: 'Id of the rule in `data/rules.json`.' }),
    subject: text({ title: 'Subject', description: 'Account id the alert is about.' }),
    state: choice(['firing', 'resolved'], {
      title: 'State',
      description: 'Whether the condition began or ended.',
    }),
    value: number({ title: 'Value', description: 'The number the rule looked at.' }),
    message: text({ title: 'Message', description: 'The alert in a sentence, as it was given.' }),
  }),
} as const satisfies TableSpec;
