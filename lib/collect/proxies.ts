import { type Effects, liveEffects } from '../effects.ts';
import { readProxy } from '../schema/proxy.ts';
import { directRoute, proxyRoute, type Route, type RouteOptions } from './proxy-agent.ts';
import { createProxyHealth, type ProxyHealth, type ProxyState, type RouteOutcome } from './proxy-health.ts';

/** How a proxy did in this run. */
export interface ProxyReport {
  /** Its label, without credentials. */
  proxy: string;
  state: ProxyState;
  answered: number;
  failed: number;
  refused: number;
  /** Why it last failed or was refused; null where it did well since. */
  why: string | null;
}

/** Chooses the way of each request and remembers how the proxies did. */
export interface ProxyPool {
  /**
   * The route for a key, such as an account's handle: the same as long as its proxy is well, else one that is. Keys are
   * spread evenly. Null where every proxy is cooling or retired. Without proxies always the direct route.
   */
  routeFor(key: string): Route | null;
  /** Milliseconds until the first of the cooling proxies returns; null where none is cooling. */
  nextReturnMs(): number | null;
  /** What became of a request. `why`, for people, says why it failed or was refused, and must hold no credential. */
  report(route: Route, outcome: RouteOutcome, why?: string): void;
  /** One for each proxy, in the order of the list; empty without proxies. */
  reports(): ProxyReport[];
  /** Ends every connection, also those in use. */
  close(): Promise<void>;
}

interface Member {
  route: Route;
  health: ProxyHealth;
  keys: Set<string>;
}

/** A pool of proxy URLs, each once. Throws `InputError` `bad_proxy` where one is none. No connection is made before a request. */
export function createProxyPool(
  proxies: readonly string[],
  options: RouteOptions = {},
  effects: Effects = liveEffects,
): ProxyPool {
  if (proxies.length === 0) return directPool(options);
  // Read before any agent is made: where one is wrong, nothing is left open.
  const addresses = new Map(proxies.map((text, at) => [text, readProxy(text, at + 1)]));
  const members: Member[] = withUniqueLabels([...addresses.values()]).map(({ proxy, label }) => ({
    route: { ...proxyRoute(proxy, options), label },
    health: createProxyHealth(),
    keys: new Set(),
  }));
  const isWell = ({ health }: Member) => health.state(effects.elapsed()) === 'well';

  function routeFor(key: string): Route | null {
    const current = members.find(({ keys }) => keys.has(key));
    if (current && isWell(current)) return current.route;
    const [first, ...others] = members.filter(isWell);
    if (!first) return null;
    const next = others.reduce(
      (least, member) => (member.keys.size < least.keys.size ? member : least),
      first,
    );
    current?.keys.delete(key);
    next.keys.add(key);
    return next.route;
  }

  return {
    routeFor,
    nextReturnMs() {
      const waits = members
        .map(({ health }) => health.returnMs(effects.elapsed()))
        .filter((ms) => ms !== null);
      const cooling = waits.filter((ms) => ms > 0);
      return cooling.length === 0 ? null : Math.min(...cooling);
    },
    report(route, outcome, why) {
      const member = members.find(({ route: { label } }) => label === route.label);
      member?.health.report(outcome, why ?? null, effects.elapsed());
    },
    reports: () =>
      members.map(({ route, health }) => ({
        proxy: route.label,
        state: health.state(effects.elapsed()),
        ...health.counts,
        why: health.why,
      })),
    close: async () => {
      await Promise.all(members.map(({ route }) => route.dispatcher.destroy()));
    },
  };
}

function directPool(options: RouteOptions): ProxyPool {
  const route = directRoute(options);
  return {
    routeFor: () => route,
    nextReturnMs: () => null,
    report: () => undefined,
    reports: () => [],
    close: () => route.dispatcher.destroy(),
  };
}

/** Several users of one gateway differ in their credentials alone: the second is shown as `http://gateway:8000#2`. */
function withUniqueLabels<P extends { label: string }>(proxies: readonly P[]): { proxy: P; label: string }[] {
  const seen = new Map<string, number>();
  return proxies.map((proxy) => {
    const count = (seen.get(proxy.label) ?? 0) + 1;
    seen.set(proxy.label, count);
    return { proxy, label: count === 1 ? proxy.label : `${proxy.label}#${count}` };
  });
}
