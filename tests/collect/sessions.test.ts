import { describe, expect, test } from 'vitest';
import { headerProfiles, headersOf, productToken } from '../../lib/collect/header-profiles.ts';
import { createSessions } from '../../lib/collect/sessions.ts';
import { simulatedEffects } from '../../lib/effects.ts';

const effects = () => simulatedEffects(new Date('2026-03-04T05:06:07Z'), 11);
const page = new URL('https://www.tiktok.com/@clay.workshop');
const asRecord = (flat: readonly string[]) =>
  Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1]]] : [])));

describe('header profiles', () => {
  test.each(headerProfiles)('$name: what it says agrees with itself', (profile) => {
    const headers = asRecord(headersOf(profile, { kind: 'account-page', referer: null, cookie: '' }));
    const agent = String(headers['user-agent']);
    expect(agent.toLowerCase()).toContain(productToken);
    if (profile.hints === null) {
      // The Gecko family sends no client hints.
      expect(agent).toContain('Gecko/20100101');
      expect(Object.keys(headers).filter((name) => name.startsWith('sec-ch-'))).toEqual([]);
    } else {
      const version = /Chrome\/(\d+)\./.exec(agent)?.[1];
      expect(headers['sec-ch-ua']).toContain(`"Chromium";v="${version}"`);
      expect(headers['sec-ch-ua']).toContain(`"Google Chrome";v="${version}"`);
      const system = { '"Windows"': 'Windows NT', '"macOS"': 'Macintosh', '"Linux"': 'Linux x86_64' };
      expect(agent).toContain(system[headers['sec-ch-ua-platform'] as keyof typeof system]);
      expect(headers['sec-ch-ua-mobile']).toBe('?0');
      expect(agent).not.toContain('Mobile');
    }
    expect(headers['accept-language']).toMatch(/^en-US,en/);
    expect(headers['accept-encoding']).toBe('gzip, deflate, br, zstd');
  });

  test('a page is opened, data is fetched', () => {
    const [profile] = headerProfiles;
    const opened = asRecord(headersOf(profile, { kind: 'post-page', referer: page.href, cookie: 'a=1' }));
    expect(opened).toMatchObject({
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': 'same-origin',
      referer: page.href,
      cookie: 'a=1',
      'upgrade-insecure-requests': '1',
    });
    const fetched = asRecord(headersOf(profile, { kind: 'oembed', referer: null, cookie: '' }));
    expect(fetched).toMatchObject({ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', accept: '*/*' });
    expect(fetched).not.toHaveProperty('cookie');
    expect(fetched).not.toHaveProperty('upgrade-insecure-requests');
  });
});

describe('sessions', () => {
  test('one a route, one profile to its end, one page leading to the next', () => {
    const sessions = createSessions(effects());
    const session = sessions.of('direct');
    const first = asRecord(session.headersFor('account-page', page));
    const second = asRecord(session.headersFor('post-page', new URL('/@clay.workshop/video/1', page)));
    expect(first).not.toHaveProperty('referer');
    expect(second['referer']).toBe(page.href);
    expect(second['user-agent']).toBe(first['user-agent']);
    expect(sessions.of('direct')).toBe(session);
    expect(sessions.of('http://proxy.example:8080')).not.toBe(session);
    expect(sessions.begun).toBe(2);
  });

  test('keep the origin’s cookies, for its site alone, until they are retired', () => {
    const sessions = createSessions(effects());
    const session = sessions.of('direct');
    session.take(page, [
      'tt_id=abc; Path=/; Secure; HttpOnly',
      'elsewhere=1; Domain=example.com',
      'gone=1; Max-Age=0',
      'garbage',
      '',
    ]);
    expect(asRecord(session.headersFor('account-page', page))['cookie']).toBe('tt_id=abc');
    const other = asRecord(session.headersFor('account-page', new URL('https://example.com/')));
    expect(other).not.toHaveProperty('cookie');
    expect(other).not.toHaveProperty('referer');
    sessions.retire('direct');
    expect(sessions.of('direct').headersFor('account-page', page)).not.toContain('tt_id=abc');
    expect(sessions.begun).toBe(2);
  });

  test('end by themselves after some 150 to 300 requests, as a visit does', () => {
    const sessions = createSessions(effects());
    let last = sessions.of('direct');
    const visits: number[] = [];
    let count = 1;
    while (visits.length < 20) {
      const session = sessions.of('direct');
      if (session === last) count++;
      else {
        visits.push(count);
        count = 1;
        last = session;
      }
    }
    expect(Math.min(...visits)).toBeGreaterThanOrEqual(150);
    expect(Math.max(...visits)).toBeLessThanOrEqual(301);
    expect(new Set(visits).size).toBeGreaterThan(5);
  });
});
