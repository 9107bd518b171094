import { wrapInt32 } from '../rounding.ts';
import { blockOf, withCounters } from './block.ts';
import { type Fault, pageFault } from './fault.ts';

/** Pages whose numbers are written in an unusual way, and pages whose numbers are wrong. */

export const counterFaults: readonly Fault[] = [
  pageFault('counters-text', 'counters as text', true, (body) => withCounters(body, String)),
  pageFault('counters-negative', 'counters below zero', false, (body) =>
    withCounters(body, (value) => (typeof value === 'string' ? `-${Number(value) + 1}` : -value - 1)),
  ),
  pageFault('counters-beyond', 'counters beyond 2^53', false, (body) =>
    withCounters(body, (value) => (typeof value === 'string' ? '9007199254740993000' : 2 ** 53 * 1000)),
  ),
  pageFault('counters-zero', 'every counter 0', false, (body) =>
    withCounters(body, (value) => (typeof value === 'string' ? '0' : 0)),
  ),
  pageFault('first-zero', 'followers or views 0, the other counters as they are', false, (body) => {
    let found = false;
    const changed = withCounters(body, (value, name) => {
      if (name !== 'followerCount' && name !== 'playCount') return value;
      found = true;
      return typeof value === 'string' ? '0' : 0;
    });
    return found ? changed : null;
  }),
  pageFault('likes-wrapped', 'an account without exact counters, its likes overflowed', true, (body) =>
    withLikes(body, (exact) => ({ heartCount: wrapInt32(exact) })),
  ),
  pageFault('likes-wrapped-alone', 'the same, and nothing tells how often they overflowed', true, (body) =>
    withLikes(body, (exact) => ({ heart: 0, heartCount: wrapInt32(exact) })),
  ),
];

const newerStats = /,"statsV2":(\{[^{}]*\})/;
const olderStats = /"stats":(\{[^{}]*\})/;

/** An account page without `statsV2`, and with these changes of `stats`; null for any other page. */
function withLikes(body: string, changes: (exact: number) => Record<string, number>): string | null {
  if (blockOf(body) === null || !body.includes('"webapp.user-detail"')) return null;
  const newer = newerStats.exec(body)?.[1];
  const older = olderStats.exec(body)?.[1];
  if (newer === undefined || older === undefined) return null;
  const exact = Number((JSON.parse(newer) as { heart?: string }).heart);
  const stats = { ...(JSON.parse(older) as object), ...changes(exact) };
  return body.replace(newerStats, '').replace(older, JSON.stringify(stats));
}
