import type { Command } from './clipbook.ts';

/** The verbs of a command, each loaded only when it is asked for. */
export type Verbs = Record<string, { about: string; load: () => Promise<Command> }>;

/** The help of a command that has verbs; `verb` is how its usage names one. */
export function verbsHelp(command: string, verb: '<verb>' | '[verb]', about: string, verbs: Verbs): string {
  const lines = Object.entries(verbs).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  return `${about}

Usage: clipbook ${command} ${verb} [options]

Verbs:
${lines.join('\n')}

Every verb takes:
  --data <folder>          the data root (CLIPBOOK_DATA, ./data)
  --json                   print exactly one JSON object on standard output

"clipbook ${command} <verb> --help" tells a verb's options.
`;
}
