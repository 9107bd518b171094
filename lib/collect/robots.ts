import { productToken } from './header-profiles.ts';

/** What robots.txt says of a path, or why nothing may be asked for. */
export interface Robots {
  allowed(path: string): true | { reason: string };
}

interface Rule {
  allow: boolean;
  pattern: string;
}

/** More of a file than any origin needs; the rest is not read (RFC 9309 asks for 500 KiB at least). */
const longestFileChars = 512 * 1024;

/**
 * Reads a robots.txt (RFC 9309) for a product token: the rules of all groups that name it, else those of `*`; of the
 * rules that match a path the longest decides, `Allow` where two are equally long; no rule means allowed.
 */
export function readRobots(text: string, token: string = productToken): Robots {
  const groups = readGroups(text.slice(0, longestFileChars));
  const rules = groups.get(token.toLowerCase()) ?? groups.get('*') ?? [];
  return {
    allowed(path) {
      const target = canonical(path, true);
      if (target === '/robots.txt') return true;
      let decisive: Rule | null = null;
      for (const rule of rules) {
        const length = rule.pattern.length;
        const best = decisive?.pattern.length ?? 0;
        if ((length > best || (length === best && rule.allow)) && matches(rule.pattern, target))
          decisive = rule;
      }
      return decisive === null || decisive.allow
        ? true
        : { reason: `robots.txt disallows ${path} ("Disallow: ${decisive.pattern}").` };
    },
  };
}

/** Rules of the origin where robots.txt does not exist (4xx): everything is allowed. */
export const noRobots: Robots = { allowed: () => true };

function readGroups(text: string): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>();
  let current: Rule[][] = [];
  let inRules = true;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const found = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line);
    if (!found) continue;
    const key = (found[1] ?? '').toLowerCase();
    const value = (found[2] ?? '').trim();
    if (key === 'user-agent') {
      // Agent lines in a row share the rules that follow.
      if (inRules) current = [];
      inRules = false;
      const agent = value.toLowerCase().split('/')[0]?.trim() ?? '';
      const rules = groups.get(agent) ?? [];
      groups.set(agent, rules);
      current.push(rules);
    } else if (key === 'allow' || key === 'disallow') {
      inRules = true;
      if (value !== '')
        for (const rules of current) rules.push({ allow: key === 'allow', pattern: canonical(value, false) });
    }
  }
  return groups;
}

/** One spelling for paths and patterns: escapes only where they matter, so that `%40` and `@` compare as equal. */
function canonical(text: string, isPath: boolean): string {
  return text.replace(/%[0-9a-f]{2}|[^\x21-\x7e]|[*$]/giu, (part) => {
    if (part === '*' || part === '$') return isPath ? encodeURIComponent(part).replace('*', '%2A') : part;
    if (!part.startsWith('%')) return encodeText(part);
    const byte = Number.parseInt(part.slice(1), 16);
    const char = String.fromCharCode(byte);
    return /[\w.~@:!'()+,;=&-]/.test(char) ? char : part.toUpperCase();
  });
}

function encodeText(char: string): string {
  return [...new TextEncoder().encode(char)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** Whether a pattern with `*` (anything) and a closing `$` (end) matches the start of a path. */
function matches(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith('$');
  const parts = (toEnd ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = toEnd ? rest.pop() : undefined;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  if (!toEnd) return true;
  return last === undefined ? at === path.length : path.length - last.length >= at && path.endsWith(last);
}
