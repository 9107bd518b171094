import { format } from '#lib';
import { type CheckSummary, check } from '#lib/pipeline/check';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'check',
  about: 'Validates everything on disk and writes the data-health table. Stored rows are not touched.',
  options: {
    'fix-manifest': {
      about: 'accept files that were edited by hand: rewrite the manifests to what they hold now',
    },
  },
  async run({ settings, flag, progress }) {
    const summary = await check(settings, { fixManifest: flag('fix-manifest') }, progress);
    return { exitCode: summary.errors > 0 ? 5 : 0, json: summary, text: describeCheck(summary) };
  },
});

/** Findings that are printed; the rest are in `--json` and on the data-health page. */
const shown = 40;
const words = { error: 'error', warning: 'warning', info: 'note' } as const;

function describeCheck(summary: CheckSummary): string[] {
  const { findings, accepted, errors, warnings, notes } = summary;
  return [
    ...findings
      .slice(0, shown)
      .map(
        (each) =>
          `${words[each.severity].padEnd(7)} ${each.rule.padEnd(20)} ${each.subject}: ${each.message}`,
      ),
    ...(findings.length > shown ? [`… and ${findings.length - shown} more; --json lists them.`] : []),
    ...accepted.slice(0, shown).map((each) => `accepted ${each.rule.padEnd(19)} ${each.subject}`),
    ...(accepted.length > shown ? [`… and ${accepted.length - shown} more accepted.`] : []),
    `${format.plural(summary.rows, 'row')} in ${format.plural(summary.files, 'file')} checked: ${format.listWords(
      [format.plural(errors, 'error'), format.plural(warnings, 'warning'), format.plural(notes, 'note')],
    )}.`,
    ...(summary.manifests_fixed > 0
      ? [`${format.plural(summary.manifests_fixed, 'manifest')} rewritten.`]
      : []),
    ...(errors > 0
      ? ['Errors keep "publish" and "daily" from publishing; docs/rules.md says what to do.']
      : []),
  ];
}
