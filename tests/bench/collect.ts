import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { cleanCapture } from '../../lib/clean/capture.ts';
import { createLimiter } from '../../lib/collect/limiter.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import type { Figure } from './figure.ts';
import { measure, root } from './measure.ts';

/** The collector: its pace, its own cost per request, parsing, memory. */
export async function benchCollect(): Promise<Figure[]> {
  return [
    ...(await limiterFigures()),
    ...(await throughputFigures()),
    ...parseFigures(),
    ...(await memoryFigures()),
  ];
}

/** 10,000 turns of the limiter by the real clock, and how many go out in the first instant after a rest. */
async function limiterFigures(): Promise<Figure[]> {
  const perMinute = 60_000;
  const burst = 20;
  const limiter = createLimiter({ requestsPerMinute: perMinute, burst });
  const out: number[] = [];
  const started = performance.now();
  for (let i = 0; i < 10_000; i++) {
    await limiter.take();
    out.push(performance.now() - started);
  }
  const rate = (out.length - burst) / ((out.at(-1) ?? 0) / 60_000);
  return [
    [
      'limiter: rate over 10,000 requests against the set one',
      `${((rate / perMinute) * 100).toFixed(2)}%`,
      '98 to 102%',
    ],
    ['limiter: at once at the start', String(out.filter((ms) => ms < 0.4).length), `bucket of ${burst}`],
  ];
}

interface Once {
  seconds: number;
  cpuSeconds: number;
  rssMb: number[];
}

async function throughputFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, bytes, count] of [
    ['4 kB', 4_000, 20_000],
    ['200 kB', 200_000, 4_000],
  ] as const) {
    const origin = await startOrigin(bytes);
    const ratios: number[] = [];
    const rates: number[] = [];
    // In turns, so that a neighbour's load falls on both.
    for (let round = 0; round < 5; round++) {
      const bare = await once('bare', origin.url, count, 8);
      const own = await once('getter', origin.url, count, 8);
      ratios.push(bare.seconds / own.seconds);
      rates.push(count / own.seconds);
    }
    origin.stop();
    figures.push(
      [
        `fetch layer, pages of ${name}: throughput against bare undici`,
        `${median(ratios).toFixed(2)} ×`,
        '≥ 0.7',
      ],
      [`fetch layer, pages of ${name}: requests a second`, median(rates).toFixed(0), ''],
    );
  }
  return figures;
}

function parseFigures(): Figure[] {
  const at = new Date('2026-01-10T03:00:00Z');
  const world = createWorld({ seed: 1, accounts: 1, start: '2026-01-01', days: 30 });
  const handle = world.handles(at)[0] ?? '';
  const figures: Figure[] = [];
  for (const pageBytes of [200_000, 370_000]) {
    const page = answer(world, at, `/@${handle}`, { robots: 'own', pageBytes });
    const body = Buffer.from(page.body);
    const times: number[] = [];
    for (let i = 0; i < 400; i++) {
      const from = performance.now();
      const { outcome } = cleanCapture({
        capture_id: 'bench',
        kind: 'account-page',
        subject: handle,
        url: '',
        final_url: '',
        observed_at: '2026-01-10T03:00:00Z',
        status: 200,
        content_type: page.contentType,
        simulated: true,
        body,
      });
      times.push(performance.now() - from);
      if (outcome !== 'ok') throw new Error(`the page was read as ${outcome}`);
    }
    figures.push([
      `parse an account page of ${Math.round(body.length / 1000)} kB: ms (median of ${times.length})`,
      median(times).toFixed(2),
      '≤ 3',
    ]);
  }
  return figures;
}

async function memoryFigures(): Promise<Figure[]> {
  const origin = await startOrigin(20_000);
  const { rssMb } = await once('getter', origin.url, 100_000, 8);
  origin.stop();
  return [
    ['fetch layer: resident MB after 10,000 … 90,000 of 100,000 responses', rssMb.slice(1).join(' '), 'flat'],
  ];
}

/** Run as commands run: by Node itself, which strips the types. */
const file = (name: string) => path.join(root, 'tests/bench', name);

async function once(what: 'bare' | 'getter', url: string, count: number, concurrency: number): Promise<Once> {
  const { stdout } = await measure([file('fetch-once.ts'), what, url, String(count), String(concurrency)]);
  return JSON.parse(stdout) as Once;
}

/** The origin runs in a process of its own, so that its work is not counted. */
async function startOrigin(bytes: number): Promise<{ url: string; stop(): void }> {
  const child: ChildProcess = spawn(process.execPath, [file('fetch-origin.ts'), String(bytes)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('the origin of the bench did not start')));
  });
  return { url, stop: () => void child.stdin?.end() };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
