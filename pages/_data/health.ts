import { type FindingRuleId, findingRules, format, listPublishedFiles, type Row, ruleGroups } from '#lib';

type Finding = Row<'data_health'>;
export type HealthFinding = Finding;

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

/** Findings that a reader should know of before trusting a number: errors and warnings. */
function isBadge({ severity }: Finding): boolean {
  return severity !== 'info';
}

/** Badges of an account’s page. */
export function badgesOf(health: readonly Finding[], accountId: string): Finding[] {
  return health.filter((finding) => isBadge(finding) && finding.account_id === accountId);
}

/** Badges of a chart of a counter of an account: what speaks of that counter, or of every one, within its days. */
export function badgesOfChart(
  health: readonly Finding[],
  accountId: string,
  counter: string,
  days: { first: string; last: string },
): Finding[] {
  return badgesOf(health, accountId).filter(
    (finding) =>
      (finding.counter === null ? finding.first_day !== null : finding.counter === counter) &&
      (finding.last_day ?? '9999') >= days.first &&
      (finding.first_day ?? '') <= days.last,
  );
}

/** Badges of the overview: how many errors and warnings there are, in words; null without any. */
export function overviewBadge(health: readonly Finding[]): string | null {
  return health.some(isBadge) ? titleOf(true, health) : null;
}

/** Findings by the groups of the catalogue, in its order, those of a rule that no longer exists last. */
export function groupFindings(
  findings: readonly Finding[],
): { title: string; findings: { finding: Finding; about: string; remedy: string }[] }[] {
  const rule = (id: string) => (Object.hasOwn(findingRules, id) ? findingRules[id as FindingRuleId] : null);
  const groups = [...Object.entries(ruleGroups), [null, 'Others'] as const].map(([group, title]) => ({
    title,
    findings: findings
      .filter((finding) => (rule(finding.rule)?.group ?? null) === group)
      .map((finding) => ({
        finding,
        about: rule(finding.rule)?.about ?? '',
        remedy: rule(finding.rule)?.remedy ?? '',
      })),
  }));
  return groups.filter((group) => group.findings.length > 0);
}
