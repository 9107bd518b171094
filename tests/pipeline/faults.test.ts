import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../lib/schema/outcome.ts';
import { faults } from '../../lib/simulate/faults/all.ts';
import type { RobotsRules } from '../../lib/simulate/robots.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { judgeRows } from '../helpers/truth.ts';
import { startFaultyJob } from './faulty.ts';
import { had, world } from './origin.ts';

/** Each fault by itself: what a run makes of it, what it stores, and how it ends. */

interface Expected {
  outcome: Outcome;
  exitCode: number;
  /** `rows`: the truth; `states`: that it is gone or not shown; `refusals`: kept as refused; else nothing. */
  stored: 'rows' | 'states' | 'refusals' | 'nothing';
}
const as = (outcome: Outcome, exitCode: number, stored: Expected['stored'] = 'nothing'): Expected => ({
  outcome,
  exitCode,
  stored,
});

const expected: Record<string, Expected> = {
  refused: as('network', 3),
  reset: as('network', 3),
  silent: as('timeout', 3),
  stall: as('timeout', 3),
  drip: as('timeout', 3),
  'gzip-cut': as('network', 3),
  'gzip-damaged': as('network', 3),
  'gzip-not': as('network', 3),
  'unknown-encoding': as('network', 3),
  'length-long': as('network', 3),
  // HTTP calls the half complete, so the transport has nothing to complain of: what is missing is the page's data.
  'length-short': as('layout_changed', 3),
  'date-off': as('ok', 0, 'rows'),
  empty: as('blocked', 4),
  challenge: as('blocked', 4),
  'challenge-403': as('blocked', 4),
  'challenge-503': as('blocked', 4),
  captcha: as('captcha', 4),
  'captcha-json': as('captcha', 4),
  login: as('login_required', 3),
  'redirect-loop': as('network', 3),
  denied: as('blocked', 4),
  gone: as('not_found', 0, 'states'),
  'too-many': as('rate_limited', 4),
  'too-many-seconds': as('rate_limited', 4),
  'too-many-date': as('rate_limited', 4),
  'too-many-absurd': as('rate_limited', 4),
  legal: as('region_locked', 0, 'states'),
  'error-500': as('server_error', 3),
  'error-502': as('server_error', 3),
  'error-503': as('server_error', 3),
  'error-503-wait': as('server_error', 3),
  'page-cut': as('layout_changed', 3),
  'block-missing': as('layout_changed', 3),
  'block-cut': as('layout_changed', 3),
  'block-doubled': as('ok', 0, 'rows'),
  'block-doubled-different': as('layout_changed', 3),
  nested: as('layout_changed', 3),
  'nested-beside': as('ok', 0, 'rows'),
  huge: as('ok', 0, 'rows'),
  // Beyond the 64 MB that any page may have (lib/collect/body.ts).
  'too-huge': as('layout_changed', 3),
  'counters-text': as('ok', 0, 'rows'),
  'counters-negative': as('ok', 3, 'refusals'),
  'counters-beyond': as('ok', 3, 'refusals'),
  'counters-zero': as('ok', 3, 'refusals'),
  'first-zero': as('ok', 3, 'refusals'),
  'likes-wrapped': as('ok', 0, 'rows'),
  'likes-wrapped-alone': as('ok', 0, 'rows'),
  another: as('invalid', 3),
};

// The first is of a size that is rounded, the second overflows 32 bits of likes, the third is too small for either.
const watched = ['harbour.birds', 'moon_kitchen_demo', 'tiny_bakes_demo'];
/** Faults that cost the time limit of a request, in real time. */
const slow = ['silent', 'stall', 'drip'];

const filesOf = (data: string, pattern: RegExp) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => pattern.test(name)));
const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

type Job = Awaited<ReturnType<typeof startFaultyJob>>;
interface JobOptions {
  sparedPaths?: readonly string[];
  robots?: RobotsRules;
}

/** One run of a job, and what is there after it. */
async function live(job: Job, day: number, fault: string) {
  job.setFaults(fault);
  job.setDay(day);
  const from = job.served.length;
  const summary = await job.run();
  const { data } = job.settings;
  return {
    summary,
    served: job.served.slice(from),
    clean: filesOf(data, /^clean\//),
    rejected: filesOf(data, /^rejected\//),
  };
}

/** Good first days by what they watch: lived through once, and copied by all that go on from there. */
const firstDays = new Map<string, ReturnType<typeof liveFirst>>();
const firstFolder = mkdtempSync(path.join(tmpdir(), 'clipbook-first-days-'));
afterAll(() => rmSync(firstFolder, { recursive: true, force: true }));

async function liveFirst(data: string, handles: readonly string[], options: JobOptions) {
  const job = await startFaultyJob(data, handles, '', options);
  const first = await live(job, 0, '');
  expect(first.summary.exitCode).toBe(0);
  return { ...first, data };
}

/** A good day, a bad one and a good one, on one ledger. */
async function liveThrough(handles: readonly string[], name: string, options: JobOptions = {}) {
  const key = JSON.stringify([handles, options]);
  const known =
    firstDays.get(key) ?? liveFirst(path.join(firstFolder, String(firstDays.size)), handles, options);
  firstDays.set(key, known);
  const first = await known;
  const data = temporaryFolder();
  cpSync(first.data, data, { recursive: true });
  const job = await startFaultyJob(data, handles, '', { ...options, settings: { retries: 1 } });
  const { time_limit_ms } = job.settings;
  if (slow.includes(name)) job.settings.time_limit_ms = 120;
  const bad = await live(job, 1, name);
  expect(new Set(bad.served.map(({ fault }) => fault))).toContain(name);
  job.settings.time_limit_ms = time_limit_ms;
  // Not the day after: an origin that asks for a day's rest gets it.
  const after = await live(job, 3, '');
  expect(after.summary).toMatchObject({ exitCode: 0, stored: { account: handles.length }, rejected: 0 });
  expect((await judgeRows(data, world, [...first.served, ...job.served])).wrong).toEqual([]);
  return { data, first, bad, after };
}

/** What the bad day must have come to; `good`: things that no fault could strike. */
function expectDay(
  { first, bad }: Awaited<ReturnType<typeof liveThrough>>,
  { outcome, exitCode, stored }: Expected,
  good: { things: number; accounts: number },
): void {
  const { summary } = bad;
  const { ok = 0, not_asked: notAsked = 0, ...others } = had(summary);
  expect(sum(had(summary)), 'one outcome each').toBe(summary.asked);
  expect(Object.keys(others)).toEqual(outcome === 'ok' ? [] : [outcome]);
  if (outcome !== 'ok') expect(ok, 'what was not damaged').toBe(good.things);
  if (exitCode === 4) expect(notAsked, 'it stood down').toBeGreaterThan(0);
  expect(summary.exitCode).toBe(exitCode);
  if (stored !== 'refusals') {
    expect(summary.rejected).toBe(0);
    expect(bad.rejected).toEqual(first.rejected);
  }
  if (stored === 'rows') return;
  expect(summary.stored).toEqual({ account: good.accounts, post: 0 });
  const isOfThem = stored === 'states' ? /^clean\/v1\/post\// : /^clean\/v1\/post(?:_info)?\//;
  const only = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).filter(([name]) => isOfThem.test(name)));
  expect(only(bad.clean)).toEqual(only(first.clean));
  if (stored === 'nothing' && good.accounts === 0) expect(bad.clean).toEqual(first.clean);
  if (stored === 'refusals') {
    expect(summary.rejected).toBeGreaterThan(0);
    expect(Object.values(bad.rejected).join('').trim().split('\n')).toHaveLength(summary.rejected);
  }
}

test('every fault has its expectation', () => {
  expect(Object.keys(expected).sort()).toEqual(faults.map(({ name }) => name).sort());
});

const isHuge = (name: string) => name === 'huge' || name === 'too-huge';

describe('on the pages of accounts', () => {
  test.each(Object.entries(expected))('%s', async (name, what) => {
    // Of the huge ones and those that cost the time limit a single page is enough.
    const handles = isHuge(name) || slow.includes(name) ? watched.slice(0, 1) : watched;
    const lived = await liveThrough(handles, name, { robots: isHuge(name) ? 'tiktok' : 'own' });
    expectDay(lived, what, { things: 0, accounts: 0 });
    const { data, bad } = lived;
    if (what.stored === 'rows') expect(bad.summary.stored.account).toBe(handles.length);
    if (what.stored === 'rows' && !isHuge(name)) expect(bad.summary.stored.post).toBeGreaterThan(0);
    if (what.stored !== 'states') return;
    const states = (await readTable('account_info', { data })).filter((row) => row.status === what.outcome);
    expect(states.map((row) => row.handle).sort()).toEqual([...handles].sort());
  });
});

describe('on the pages of posts', () => {
  const handle = 'harbour.birds';
  const sparedPaths = ['/robots.txt', `/@${handle}`, `/embed/@${handle}`];
  // Of those that never come to be read as a page one of each outcome: the same code meets them on either kind.
  const met = new Set<string>();
  const cases = Object.entries(expected).filter(([name, { outcome, stored }]) => {
    if (isHuge(name) || name.startsWith('likes-')) return false;
    const isRead = stored !== 'nothing' || outcome === 'layout_changed' || outcome === 'invalid';
    return isRead || met.size < met.add(outcome).size;
  });
  test.each(cases)('%s', async (name, what) => {
    const lived = await liveThrough([handle], name, { sparedPaths });
    expectDay(lived, what, { things: 2, accounts: 1 });
    if (what.stored === 'rows') expect(lived.bad.summary.stored.post).toBe(lived.bad.summary.asked - 2);
    if (what.stored !== 'states') return;
    const states = (await readTable('post_info', { data: lived.data })).filter(
      (row) => row.status === what.outcome,
    );
    expect(states).toHaveLength(lived.bad.summary.outcomes[what.outcome]);
  });
});
