import { addDays, instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { CheckError } from '../errors.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { readWatchlist } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';
import { writeRebuilt } from '../store/rebuilt.ts';
import { readRejections } from '../store/rejections.ts';
import { arrangeFindings, type Finding, finding, type Severity } from '../validate/rules.ts';
import { asOfOf } from './as-of.ts';
import { checkFiles } from './check-files.ts';
import { SeriesCheck } from './check-series.ts';

export interface CheckSummary {
  errors: number;
  warnings: number;
  /** Findings that are told and stop nothing. */
  notes: number;
  /** Errors first, then warnings, then notes. */
  findings: Finding[];
  /** Files and rows that were looked at. */
  files: number;
  rows: number;
  /** Manifests rewritten by `--fix-manifest`, and what they accept now. */
  manifests_fixed: number;
  accepted: Finding[];
}

/**
 * Validates everything on disk: each file against its manifest, each row against schema and rules, each followed
 * account against its cadence and its own past; and writes the data-health table. Nothing else is touched. Where stored
 * rows are broken the accounts are left for the next check. With `fixManifest` the manifests and `datapackage.json` are
 * rewritten to say what the files hold now.
 */
export async function check(
  settings: Settings,
  options: { fixManifest?: boolean } = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<CheckSummary> {
  return withLock(
    settings.data,
    'check',
    async () => {
      const summary = await look(settings, options.fixManifest === true, progress, effects);
      const rows = healthRows(summary.findings, instantOf(asOfOf(settings, effects)));
      await writeRebuilt(settings.data, { data_health: rows }, { describe: false });
      return summary;
    },
    effects,
  );
}

/** Throws `CheckError` (`check_failed`) where a check found errors: nothing may be published then. */
export function refuseErrors({ errors, findings }: Pick<CheckSummary, 'errors' | 'findings'>): void {
  if (errors === 0) return;
  const first = findings.find(({ severity }) => severity === 'error');
  throw new CheckError(
    'check_failed',
    `The data checks found ${plural(errors, 'error')}, and nothing was published. The first, ${first?.rule} in ${first?.subject}: ${first?.message}`,
    { hint: 'Run "clipbook check" for all of them; docs/rules.md says what to do about each.' },
  );
}

/** What `check` would find. Reads only, and needs no lock. */
export function inspect(
  settings: Settings,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<CheckSummary> {
  return look(settings, false, progress, effects);
}

async function look(
  settings: Settings,
  fix: boolean,
  progress: Progress,
  effects: Effects,
): Promise<CheckSummary> {
  const root = settings.data;
  const asOf = asOfOf(settings, effects);
  // A build with a pinned "now" still reads a ledger that goes beyond it.
  const now = new Date(Math.max(asOf.getTime(), effects.now().getTime()));
  const series = new SeriesCheck();
  const checked = await checkFiles(root, fix, now, series.takers, progress);
  const { findings, files, rows, fixed, accepted } = checked;
  // Series are made of rows that can be believed: where some are broken, these come first.
  if (!findings.some(({ rule }) => rowErrors.includes(rule))) {
    progress('Checking the series');
    const watchlist = await readWatchlist(root);
    findings.push(...series.findings({ watchlist, defaultZone: settings.zone, asOf }));
    findings.push(...(await refusedPages(root, asOf)));
  }
  const arranged = arrangeFindings(findings);
  const count = (severity: Severity) => arranged.filter((each) => each.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('info'),
    findings: arranged,
    files,
    rows,
    manifests_fixed: fixed,
    accepted,
  };
}

const rowErrors: readonly string[] = ['invalid_row', 'wrong_columns', 'duplicate_key', 'odd_cell'];

/** How far back refusals of pages are reported. */
const refusalDays = 7;

/** What collecting did not believe lately, a finding for each rule. Refused rows of files were reported by the import. */
async function refusedPages(root: string, asOf: Date): Promise<Finding[]> {
  const from = addDays(instantOf(asOf).slice(0, 10), 1 - refusalDays);
  const byRule = new Map<string, { count: number; subjects: Set<string>; message: string }>();
  for await (const { rule, file, subject, message } of readRejections(root, from)) {
    if (file !== null) continue;
    const seen = byRule.get(rule) ?? { count: 0, subjects: new Set(), message };
    seen.count++;
    seen.subjects.add(subject);
    byRule.set(rule, seen);
  }
  return [...byRule].map(([rule, { count, subjects, message }]) =>
    finding(
      'refused_pages',
      rule,
      `${plural(count, 'row')} of ${plural(subjects.size, 'account or post', 'accounts or posts')} in ${refusalDays} days; the first: ${message}.`,
    ),
  );
}

function healthRows(findings: readonly Finding[], asOf: string): Row<'data_health'>[] {
  const byKey = new Map<string, Row<'data_health'>>();
  for (const { rule, subject, severity, message, ...scope } of findings) {
    const key = `${rule} ${subject}`;
    const known = byKey.get(key);
    if (known) known.message = `${known.message} ${message}`;
    else
      byKey.set(key, {
        rule,
        subject,
        severity,
        message,
        account_id: scope.account_id ?? null,
        counter: scope.counter ?? null,
        first_day: scope.first_day ?? null,
        last_day: scope.last_day ?? null,
        as_of: asOf,
      });
  }
  return [...byKey.values()];
}
