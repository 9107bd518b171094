import fc from 'fast-check';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { Capture } from '../../lib/schema/capture.ts';
import { outcomes } from '../../lib/schema/outcome.ts';
import { refusalOf } from '../../lib/validate/row.ts';
import { type Case, cases } from './cases.ts';

/** What a run of mutations found. */
export interface MutationReport {
  runs: number;
  /** Runs on the data block of a page, and on the page as a whole. */
  blocks: number;
  pages: number;
  /** Outcomes by name. */
  outcomes: Record<string, number>;
  drafts: { believed: number; refused: Record<string, number> };
  slowest: { ms: number; name: string };
}

interface Target {
  name: string;
  capture: Capture;
  text: string;
  /** Where the data block stands: the whole of a body that is JSON. */
  start: number;
  end: number;
  whole: boolean;
}

const largestBlock = 20_000;
/** One run in this many damages the page as a whole. */
const wholeEvery = 8;
const slowestAllowedMs = 1_000;
const now = new Date('2026-03-05T00:00:00Z');

const targets = cases.filter(({ noun }) => noun !== 'block').map(targetOf);

function targetOf({ name, capture }: Case): Target {
  const text = Buffer.from(capture.body).toString('utf8');
  const script = /<script[^>]*>/i.exec(text);
  const start = script ? script.index + script[0].length : 0;
  const end = script ? text.toLowerCase().indexOf('</script', start) : text.length;
  return { name, capture, text, start, end: end === -1 ? text.length : end, whole: false };
}

/**
 * Damages what the example pages of every parser hold, so many times, and reads it. Throws where a reading throws, takes a
 * second, touches a prototype, or yields a draft that validation neither believes nor refuses with a rule.
 */
export function mutate(numRuns: number, seed: number): MutationReport {
  const report: MutationReport = {
    runs: 0,
    blocks: 0,
    pages: 0,
    outcomes: {},
    drafts: { believed: 0, refused: {} },
    slowest: { ms: 0, name: '' },
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...targets),
      fc.nat(wholeEvery - 1),
      edits,
      statuses,
      (target, die, list, status) => {
        const whole = die === 0 || target.end - target.start > largestBlock;
        const from = whole ? 0 : target.start;
        const to = whole ? target.text.length : target.end;
        const damaged = applyAll(target.text.slice(from, to), list);
        const text = target.text.slice(0, from) + damaged + target.text.slice(to);
        report[whole ? 'pages' : 'blocks']++;
        readOnce({ ...target.capture, status, body: new TextEncoder().encode(text) }, target.name, report);
      },
    ),
    { numRuns, seed },
  );
  return report;
}

const statuses = fc.constantFrom(...Array<number>(9).fill(200), 403);

/** Values that may stand where a counter, an id or a text stands, and nesting that a stack would not survive. */
const values = [
  'null',
  'true',
  '0',
  '"0"',
  '-0',
  '-1',
  '"-5"',
  '1e999',
  '0.5',
  '12',
  '9007199254740993',
  '"99999999999999999999"',
  '"-1.614.092.016"',
  '"1.2M"',
  '"N/A"',
  '"1,234,567"',
  '-1614092016',
  '{}',
  '[]',
  '"friend"',
  '"7240000000000000009"',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `"${'9'.repeat(15_000)}"`,
];
/** Pieces that break the form. */
const scraps = [
  ...'"{}[],:\\',
  '</script>',
  '\u0000',
  '\ud800',
  '{"a":[',
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  ...values,
];

type Edit =
  | { kind: 'splice'; at: number; cut: number; scrap: string }
  | { kind: 'value' | 'counter'; at: number; scrap: string }
  | { kind: 'double'; at: number; size: number }
  | { kind: 'swap'; at: number; size: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const oneOf = (of: readonly string[]) => fc.constantFrom(...of);
const valueEdit = (kind: 'value' | 'counter') =>
  fc.record({ kind: fc.constant(kind), at: place, scrap: oneOf(values) });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: valueEdit('value') },
  { weight: 5, arbitrary: valueEdit('counter') },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('splice' as const),
      at: place,
      cut: fc.nat(60),
      scrap: oneOf(scraps),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('double' as const), at: place, size: fc.nat(400) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), at: place, size: fc.nat(40) }) },
);
const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

function applyAll(text: string, list: readonly Edit[]): string {
  let damaged = text;
  // Nesting within nesting is no worse and makes megabytes.
  for (const each of list) if (damaged.length < 4 * largestBlock) damaged = apply(damaged, each);
  return damaged;
}

function apply(text: string, one: Edit): string {
  const at = Math.floor(one.at * text.length);
  if (one.kind === 'splice') return text.slice(0, at) + one.scrap + text.slice(at + one.cut);
  if (one.kind === 'double') return text.slice(0, at + one.size) + text.slice(at);
  if (one.kind === 'swap')
    return (
      text.slice(0, at) +
      text.slice(at + one.size, at + 2 * one.size) +
      text.slice(at, at + one.size) +
      text.slice(at + 2 * one.size)
    );
  return withValue(text, at, one.kind === 'counter' ? counter : member, one.scrap);
}

/** A member with a value that is no object or list of its own. */
const member = /"():("(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null|\{\}|\[\])/g;
const counter = /((?:Count|_count|heart)":)("[^"\\]*"|-?\d[\d.]*|null)/g;

/** The text with another value for the next such member: JSON that stays JSON reaches further into a parser. */
function withValue(text: string, at: number, pattern: RegExp, scrap: string): string {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) return text;
  const start = found.index + found[0].length - (found[2] ?? '').length;
  return text.slice(0, start) + scrap + text.slice(found.index + found[0].length);
}

function readOnce(capture: Capture, name: string, report: MutationReport): void {
  const started = performance.now();
  const cleaned = cleanCapture(capture);
  let ms = performance.now() - started;
  if (ms >= slowestAllowedMs) {
    // A machine that is shared stops now and then: what hangs does so again.
    const again = performance.now();
    cleanCapture(capture);
    ms = performance.now() - again;
  }
  report.runs++;
  if (ms > report.slowest.ms) report.slowest = { ms, name };
  require(ms < slowestAllowedMs, `took ${ms} ms`);
  require(outcomes.includes(cleaned.outcome), `outcome ${cleaned.outcome}`);
  require(cleaned.outcome === 'ok' || cleaned.message !== null, 'no message');
  require((cleaned.message ?? '').length < 400, 'a long message');
  report.outcomes[cleaned.outcome] = (report.outcomes[cleaned.outcome] ?? 0) + 1;
  for (const draft of cleaned.drafts) {
    const json = JSON.stringify(draft);
    require(json.length < 40_000, `a draft of ${json.length} characters`);
    const refusal = refusalOf(draft, now);
    if (refusal) {
      report.drafts.refused[refusal.rule] = (report.drafts.refused[refusal.rule] ?? 0) + 1;
      continue;
    }
    report.drafts.believed++;
    const row = draft.row as Record<string, unknown>;
    for (const column of ['post_id', 'account_id', 'id', 'sound_id'])
      require(isId(row[column] ?? null), `${column} ${String(row[column])}`);
  }
  for (const { post_id } of cleaned.listed) require(isId(post_id), `listed ${post_id}`);
  const fresh: Record<string, unknown> = {};
  require(fresh['polluted'] === undefined &&
    !Object.hasOwn(Object.prototype, 'polluted'), 'a prototype was touched');
}

function isId(value: unknown): boolean {
  return (
    value === null || (typeof value === 'string' && /^(?:\d{1,20}|handle:[a-z0-9._]{1,32})$/.test(value))
  );
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
