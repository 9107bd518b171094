import { type ExitCode, worstExitCode } from '#lib/errors';
import { pruneRaw } from '#lib/operate/prune';
import { check } from '#lib/pipeline/check';
import { collect, exitCodeOf } from '#lib/pipeline/collect';
import { listUnkept } from '#lib/pipeline/frozen-months';
import { publish } from '#lib/pipeline/publish';
import { transform } from '#lib/pipeline/transform';
import { defineCommand } from './_front.ts';
import { buildForPrograms, buildSite, describeBuild, describeUnkept, siteRoot } from './_site.ts';
import { describeCollect } from './collect.ts';

export const { help, run } = defineCommand({
  name: 'daily',
  about:
    'The whole job: collect, check, transform, publish, build. A refusal of the origin does not stop the rest; an error of the data checks stops before anything is published.',
  options: {},
  async run({ settings, progress }) {
    const codes: ExitCode[] = [];
    const collected = await collect(settings, {}, progress);
    codes.push(exitCodeOf(collected));
    await pruneRaw(settings.data);
    const checked = await check(settings, {}, progress);
    const text = describeCollect(collected);
    if (checked.errors > 0) {
      codes.push(5);
      text.push(
        ...checked.findings
          .filter((each) => each.severity === 'error')
          .map((each) => `error ${each.rule} ${each.subject}: ${each.message}`),
        `Nothing was published: ${checked.errors} errors in the data.`,
      );
      return { exitCode: worstExitCode(codes), json: { collect: collected, check: checked }, text };
    }
    const transformed = await transform(settings, progress);
    const published = await publish(settings, {
      record: true,
      webhook: settings.webhook,
      checked,
    });
    const build = await buildSite(settings, progress);
    text.push(
      ...published.alerts.map((alert) => `${alert.state} ${alert.message}`),
      ...describeBuild(build, settings.out),
      ...describeUnkept(await listUnkept(settings, siteRoot)),
      `${checked.warnings} warnings of the data checks.`,
    );
    return {
      exitCode: worstExitCode(codes),
      json: {
        collect: collected,
        check: checked,
        transform: transformed,
        publish: published,
        build: buildForPrograms(build),
      },
      text,
    };
  },
});
