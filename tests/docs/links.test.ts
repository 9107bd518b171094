import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, documents, proseOf, readDocument, root } from './documents.ts';

describe.each(documents)('%s', (file) => {
  const prose = proseOf(readDocument(file));

  test('its links lead somewhere', () => {
    const broken = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((link) => !/^(?:https?:|mailto:)/.test(link))
      .filter((link) => {
        const [target = '', anchor] = link.split('#');
        const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
        if (!existsSync(path.join(root, to))) return true;
        return anchor !== undefined && !anchorsOf(readDocument(to)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  test('the files of the project that it names exist', () => {
    const named = [
      ...prose.matchAll(
        /`((?:lib|scripts|pages|tests|docs|examples|\.github|\.ci)\/[\w./[\]-]*|[\w.-]+\.(?:md|mjs|json|ts))`/g,
      ),
    ].map((match) => match[1] as string);
    // Files that commands make, that a project may have, or that stand beside something.
    const made = [
      'clipbook.config.json',
      'datapackage.json',
      'rules.json',
      'manifest.json',
      'go.json',
      'page.json',
      'CHANGES.md',
      'changes.json',
      'expected.json',
      'pages/reports/best-week/index.mdx',
    ];
    const elsewhere = ['ci.yml', 'daily.yml', 'docs', 'data'];
    const missing = named.filter(
      (name) =>
        !made.includes(name) &&
        ![...elsewhere, ''].some((folder) => existsSync(path.join(root, folder, name))) &&
        !existsSync(path.join(root, path.posix.dirname(file), name)),
    );
    expect(missing).toEqual([]);
  });
});
