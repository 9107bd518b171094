import { publish } from '#lib/pipeline/publish';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'publish',
  about:
    'Evaluates the alert rules in data/rules.json. Without --send it only prints what it would say; with it the alerts are recorded in data/issued/ and posted to CLIPBOOK_WEBHOOK where that is set. The data is checked first: its errors stop everything.',
  options: { send: { about: 'record the alerts and send them' } },
  async run({ settings, flag, progress }) {
    const summary = await publish(
      settings,
      { record: flag('send'), webhook: settings.webhook },
      undefined,
      progress,
    );
    return {
      exitCode: 0,
      json: summary,
      text: [
        ...summary.alerts.map((alert) => `${alert.state.padEnd(8)} ${alert.message}`),
        summary.alerts.length === 0
          ? 'Nothing to say: no alert began or ended.'
          : summary.recorded
            ? `Recorded: ${summary.alerts.length}; sent: ${summary.sent}.`
            : 'Nothing was recorded or sent; --send does.',
      ],
    };
  },
});
