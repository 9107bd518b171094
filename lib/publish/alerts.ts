import { instantOf, msPerHour } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { AlertRule } from '../schema/watchlist.ts';

/**
 * Evaluates the alert rules on the account summaries. Comes back with what is new: an alert that begins (`firing`) or ends
 * (`resolved`); one that goes on says nothing. `issued` are the alerts given before, whose last state per rule and
 * account is where this one starts from. A rule whose number is not known says nothing either.
 */
export function evaluateAlerts(
  rules: readonly AlertRule[],
  summaries: readonly Row<'summary'>[],
  issued: readonly Row<'alert'>[],
  asOf: Date,
): Row<'alert'>[] {
  const firing = new Set<string>();
  for (const alert of [...issued].sort((a, b) => (a.issued_at < b.issued_at ? -1 : 1))) {
    const key = `${alert.rule} ${alert.subject}`;
    if (alert.state === 'firing') firing.add(key);
    else firing.delete(key);
  }
  const alerts: Row<'alert'>[] = [];
  for (const rule of rules)
    for (const summary of summaries) {
      if (rule.accounts && !rule.accounts.includes(summary.handle)) continue;
      const reading = read(rule, summary, asOf);
      if (reading === null) continue;
      const was = firing.has(`${rule.id} ${summary.account_id}`);
      if (reading.fires === was) continue;
      alerts.push({
        issued_at: instantOf(asOf),
        rule: rule.id,
        subject: summary.account_id,
        state: reading.fires ? 'firing' : 'resolved',
        value: reading.value,
        message: reading.fires
          ? reading.message
          : `Over: @${summary.handle} no longer meets the rule "${rule.id}".`,
      });
    }
  return alerts;
}

interface Reading {
  fires: boolean;
  value: number;
  message: string;
}

function read(rule: AlertRule, summary: Row<'summary'>, asOf: Date): Reading | null {
  if (rule.when === 'stale') {
    if (summary.observed_at === null) return null;
    const ageHours = (asOf.getTime() - Date.parse(summary.observed_at)) / msPerHour;
    return {
      fires: ageHours > rule.older_than_h,
      value: Math.round(ageHours * 10) / 10,
      message: `@${summary.handle} was last observed ${Math.floor(ageHours)} hours ago; the rule allows ${rule.older_than_h}.`,
    };
  }
  if (summary.followers_pct_7d === null || summary.followers_net_7d === null) return null;
  const lost = -summary.followers_net_7d;
  return {
    fires: summary.followers_pct_7d < -rule.by_fraction,
    value: summary.followers_pct_7d,
    message: `@${summary.handle} lost ${lost.toLocaleString('en-US')} followers in 7 days (${(-summary.followers_pct_7d * 100).toFixed(1)}%); the rule allows ${percentOf(rule.by_fraction)}%.`,
  };
}

/** A fraction in percent as a person wrote it: 0.07 × 100 is 7.000000000000001 in doubles. */
function percentOf(fraction: number): string {
  return String(Number((fraction * 100).toPrecision(12)));
}
