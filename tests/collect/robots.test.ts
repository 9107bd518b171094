import { describe, expect, test } from 'vitest';
import { readRobots } from '../../lib/collect/robots.ts';
import { growthOfSteps } from '../helpers/counted-steps.ts';

const allows = (text: string, path: string) => readRobots(text).allowed(path) === true;

describe('readRobots, as RFC 9309 says', () => {
  test.each([
    ['no rules', '', '/x', true],
    ['everything', 'User-agent: *\nDisallow: /', '/x', false],
    ['robots.txt itself', 'User-agent: *\nDisallow: /', '/robots.txt', true],
    ['an empty Disallow', 'User-agent: *\nDisallow:', '/x', true],
    ['a prefix', 'User-agent: *\nDisallow: /embed/@', '/embed/@nasa', false],
    ['not a prefix', 'User-agent: *\nDisallow: /embed/@', '/@nasa', true],
    ['the longest rule decides', 'User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['whatever the order', 'User-agent: *\nAllow: /a/b\nDisallow: /a', '/a/c', false],
    ['Allow wins a draw', 'User-agent: *\nDisallow: /page\nAllow: /page', '/page', true],
    ['* in the middle', 'User-agent: *\nDisallow: */directory/', '/x/directory/y', false],
    ['* twice', 'User-agent: *\nDisallow: /a*b*c', '/axbxxcx', false],
    ['* twice, out of order', 'User-agent: *\nDisallow: /a*b*c', '/axcxxbx', true],
    ['$ at the end', 'User-agent: *\nDisallow: /*.php$', '/x.php', false],
    ['$ and more', 'User-agent: *\nDisallow: /*.php$', '/x.php?a', true],
    ['$ without *', 'User-agent: *\nDisallow: /x$', '/x', false],
    ['$ without *, and more', 'User-agent: *\nDisallow: /x$', '/xy', true],
    ['a $ that overlaps', 'User-agent: *\nDisallow: /ab*ba$', '/aba', true],
    ['queries', 'User-agent: *\nDisallow: /search/video?', '/search/video?q=x', false],
    ['case matters in paths', 'User-agent: *\nDisallow: /X', '/x', true],
    ['and not in keys', 'USER-AGENT: *\nDISALLOW: /x', '/x', false],
    ['comments and blanks', ' User-agent : * # all\n\n Disallow : /x # why\n', '/x', false],
    ['carriage returns', 'User-agent: *\rDisallow: /x\r\nDisallow: /y', '/y', false],
    ['a byte-order mark', '\ufeffUser-agent: *\nDisallow: /x', '/x', false],
    ['rules before any agent', 'Disallow: /x\nUser-agent: *\nDisallow: /y', '/x', true],
    ['our group', 'User-agent: *\nDisallow: /\n\nUser-agent: Clipbook\nDisallow: /x', '/y', true],
    [
      'our group, its rules',
      'User-agent: *\nAllow: /\n\nUser-agent: clipbook/0.1\nDisallow: /x',
      '/x',
      false,
    ],
    ['agents that share rules', 'User-agent: other\nUser-agent: clipbook\nDisallow: /x', '/x', false],
    ['agents that do not', 'User-agent: other\nDisallow: /x\nUser-agent: clipbook\nDisallow: /y', '/x', true],
    [
      'our groups together',
      'User-agent: clipbook\nDisallow: /x\n\nUser-agent: b\n\nUser-agent: clipbook\nDisallow: /y',
      '/x',
      false,
    ],
    [
      'other keys do not end a group',
      'User-agent: *\nCrawl-delay: 5\nSitemap: /s\nDisallow: /x',
      '/x',
      false,
    ],
    ['escapes that need not be', 'User-agent: *\nDisallow: /embed/%40', '/embed/@nasa', false],
    ['text beyond ASCII', 'User-agent: *\nDisallow: /ツ', '/%E3%83%84', false],
    ['escapes in lower case', 'User-agent: *\nDisallow: /%e3%83%84', '/%E3%83%84', false],
    ['a slash that is escaped', 'User-agent: *\nDisallow: /a%2Fb', '/a/b', true],
    ['an escaped star', 'User-agent: *\nDisallow: /a%2Ab', '/a*b', false],
    ['an escaped star is no wildcard', 'User-agent: *\nDisallow: /a%2Ab', '/axb', true],
    ['a page that is none', '<html>\nUser-agent: *</html>', '/x', true],
  ])('%s', (_what, text, path, allowed) => expect(allows(text, path)).toBe(allowed));

  test('the reason names the rule', () => {
    expect(readRobots('User-agent: *\nDisallow: /embed/@').allowed('/embed/@nasa')).toEqual({
      reason: 'robots.txt disallows /embed/@nasa ("Disallow: /embed/@").',
    });
  });

  test('hostile patterns take steps for the length of the path alone', () => {
    const read = (path: string) =>
      expect(allows(`User-agent: *\nDisallow: /${'*a'.repeat(200)}b$`, `/${path}`)).toBe(true);
    expect(growthOfSteps(read, 'a', 2_000)).toBeLessThan(2.2);
  });
});
