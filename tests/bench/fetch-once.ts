import { Agent, request } from 'undici';
import { createGetter } from '../../lib/collect/getter.ts';
import { headerProfiles, headersOf } from '../../lib/collect/header-profiles.ts';
import { readSettings } from '../../lib/config.ts';

/**
 * Many requests, measured: `fetch-once.ts bare|getter <origin> <requests> <concurrency>`. Both send the same headers, read
 * each body to its end and keep nothing. Prints one JSON object; `rssMb` is resident memory at each tenth of the way.
 */

const [, , what, origin = '', countText, concurrencyText] = process.argv;
const count = Number(countText);
const concurrency = Number(concurrencyText);

const getter = createGetter({
  ...readSettings({}, {}),
  origin,
  requests_per_minute: Number.POSITIVE_INFINITY,
  concurrency,
  robots: ['/'],
});
const agent = new Agent();
const headers = headersOf(headerProfiles[0], { kind: 'account-page', referer: null, cookie: '' });
const fetchOne =
  what === 'bare'
    ? async () => {
        const { body } = await request(`${origin}/@clay.workshop`, { dispatcher: agent, headers });
        return (await body.bytes()).length;
      }
    : async () =>
        (await getter.get({ kind: 'account-page', subject: 'clay.workshop', path: '/@clay.workshop' })).body
          .length;

const rssMb: number[] = [];
let sent = 0;
let bytes = 0;
async function work(): Promise<void> {
  while (sent < count) {
    if (sent++ % Math.ceil(count / 10) === 0) rssMb.push(Math.round(process.memoryUsage.rss() / 1024 / 1024));
    bytes += await fetchOne();
  }
}

await Promise.all(Array.from({ length: concurrency }, fetchOne));
const [started, cpu] = [performance.now(), process.cpuUsage()];
await Promise.all(Array.from({ length: concurrency }, work));
const used = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    bytes,
    rssMb,
  }),
);
await Promise.all([getter.close(), agent.close()]);
