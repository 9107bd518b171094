import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cleaned } from '../../lib/clean/cleaned.ts';
import type { Capture } from '../../lib/schema/capture.ts';

/**
 * Every folder tests/fixtures/pages/<noun>/<carrier>/<case>/ is a case, found by itself: page.html or page.json is what
 * came, expected.json how it came and what must be read out of it. Everything in them is invented.
 */
export interface Case {
  /** `noun/carrier/case`. */
  name: string;
  noun: string;
  carrier: string;
  about: string;
  capture: Capture;
  expected: Cleaned;
}

const root = path.resolve(import.meta.dirname, '../fixtures/pages');

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export const cases: readonly Case[] = foldersIn(root).flatMap((noun) =>
  foldersIn(path.join(root, noun)).flatMap((carrier) =>
    foldersIn(path.join(root, noun, carrier)).map((name) => readCase(noun, carrier, name)),
  ),
);

function readCase(noun: string, carrier: string, name: string): Case {
  const folder = path.join(root, noun, carrier, name);
  const page = readdirSync(folder).find((file) => file.startsWith('page.'));
  if (page === undefined) throw new Error(`${folder} has no page`);
  const { about, capture, cleaned } = JSON.parse(
    readFileSync(path.join(folder, 'expected.json'), 'utf8'),
  ) as { about: string; capture: Partial<Capture> & Pick<Capture, 'kind'>; cleaned: Cleaned };
  return {
    name: `${noun}/${carrier}/${name}`,
    noun,
    carrier,
    about,
    capture: captureOf({ ...capture, body: readFileSync(path.join(folder, page)) }),
    expected: cleaned,
  };
}

/** A capture as tests need it: what is not given is that of an ordinary answer. */
export function captureOf(given: Partial<Capture> & Pick<Capture, 'kind'>): Capture {
  return {
    capture_id: '0123456789abcdef',
    subject: '',
    url: 'https://www.tiktok.com/@clay.workshop',
    final_url: 'https://www.tiktok.com/@clay.workshop',
    observed_at: '2026-03-04T05:06:07Z',
    status: 200,
    content_type: '',
    simulated: false,
    body: new Uint8Array(),
    ...given,
  };
}
