import { defineCommand } from './_front.ts';
import { readPort, serveSite } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'preview',
  about: 'Serves the built site on this machine.',
  options: { port: { value: '<n>', about: 'port (4321; 0 takes a free one)' } },
  async run({ settings, option }) {
    const site = await serveSite(settings, readPort(option('port'), 4321));
    process.stderr.write(`The site is at ${site.url} – stop with Ctrl+C.\n`);
    await site.closed();
    return { exitCode: 0, json: { url: site.url }, text: [] };
  },
});
