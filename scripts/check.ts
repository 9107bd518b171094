import { check } from '#lib/pipeline/check';
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
    const order = ['error', 'warning', 'info'];
    const sorted = [...summary.findings].sort(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
    );
    const shown = sorted.slice(0, 40);
    return {
      exitCode: summary.errors > 0 ? 5 : 0,
      json: summary,
      text: [
        ...shown.map(
          (each) => `${each.severity.padEnd(7)} ${each.rule.padEnd(18)} ${each.subject}: ${each.message}`,
        ),
        ...(sorted.length > shown.length
          ? [`… and ${sorted.length - shown.length} more; --json lists all`]
          : []),
        `${summary.rows.toLocaleString('en-US')} rows in ${summary.files} files checked: ${summary.errors} errors, ${summary.warnings} warnings.`,
        ...(summary.manifests_fixed > 0 ? [`Manifests rewritten: ${summary.manifests_fixed}.`] : []),
      ],
    };
  },
});
