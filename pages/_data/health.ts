import { format, listPublishedFiles, type Row } from '#lib';

type Finding = Row<'data_health'>;

export interface Health {
  /** False where no check has written its table yet. */
  checked: boolean;
  /** Errors first, then warnings, then notes. */
  findings: Finding[];
  /** What was found, in a sentence without its full stop. */
  title: string;
  /** The latest check; null where nothing was found, since only findings carry the instant. */
  checkedAt: string | null;
}

const order = { error: 0, warning: 1, info: 2 } as const;

/** What the latest data checks found. */
export async function readHealth(rows: readonly Finding[]): Promise<Health> {
  const files = await listPublishedFiles();
  const checked = files.some(({ path }) => path.includes('/data_health/'));
  const findings = [...rows].sort(
    (a, b) => order[a.severity] - order[b.severity] || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
  const checkedAt =
    findings
      .map(({ as_of }) => as_of)
      .sort()
      .at(-1) ?? null;
  return { checked, findings, checkedAt, title: titleOf(checked, findings) };
}

/** The findings counted in a sentence; `checked` is whether anybody looked. */
export function titleOf(checked: boolean, findings: readonly Pick<Finding, 'severity'>[]): string {
  if (!checked) return 'The data checks have not run yet';
  if (findings.length === 0) return 'The data checks found nothing';
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return 'The data checks found no error and no warning';
  return `The data checks found ${format.listWords([
    ...(errors > 0 ? [format.plural(errors, 'error')] : []),
    ...(warnings > 0 ? [format.plural(warnings, 'warning')] : []),
  ])}`;
}
