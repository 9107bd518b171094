import { readFile, writeFile } from 'node:fs/promises';
import { InputError } from '#lib/errors';
import { mergeFile } from '#lib/store/merge-sides';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'merge-driver',
  positionals: '<ours> <theirs> <path>',
  about:
    'Merges two versions of a file of the ledger, for git: rows by key, refused rows by line. Writes the result over <ours>. docs/sync.md says how to set it up.',
  options: {},
  examples: ["git config merge.clipbook.driver 'npx clipbook merge-driver %A %B %P'"],
  async run({ positionals }) {
    const [ours, theirs, path, ...more] = positionals;
    if (ours === undefined || theirs === undefined || path === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Say two versions and the path they stand for.', {
        hint: 'Git calls it as: clipbook merge-driver %A %B %P',
      });
    const [ourText, theirText] = await Promise.all([readFile(ours, 'utf8'), readFile(theirs, 'utf8')]);
    // The path is from the top of the repository; the ledger may lie anywhere in it.
    const inLedger = /(?:^|\/)((?:clean|issued|rejected|derived|schema)\/.*|datapackage\.json)$/.exec(
      path,
    )?.[1];
    if (inLedger === undefined)
      throw new InputError('not_published', `${path} is not a file of a ledger that can be merged.`, {
        hint: 'Name only files under clean/, issued/ and rejected/ in .gitattributes; docs/sync.md has the lines.',
      });
    await writeFile(ours, mergeFile(inLedger, ourText, theirText));
    return { exitCode: 0, json: { path: inLedger }, text: [] };
  },
});
