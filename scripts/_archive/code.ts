import { InputError } from '#lib/errors';
import { bundleCode } from '#lib/operate/code-bundle';
import { defineCommand } from '../_front.ts';

export const { help, run } = defineCommand({
  name: 'archive code',
  about:
    'Writes the project’s git repository, all branches and tags with their history, as one bundle that "git clone" takes, proven by reading it whole, with its hash beside it.',
  options: { to: { value: '<folder>', about: 'where the bundle goes' } },
  examples: ['clipbook archive code --to ~/backup/code'],
  async run({ option, progress }) {
    const to = option('to');
    if (to === undefined)
      throw new InputError('bad_usage', 'Say where the bundle goes: --to <folder>.', {
        hint: 'Choose a folder on another disk than the project’s.',
      });
    progress('Bundling the code');
    const bundle = await bundleCode(process.cwd(), to);
    const { file, commits, refs, bytes, made, uncommitted } = bundle;
    return {
      exitCode: 0,
      json: bundle,
      text: [
        `${made ? 'Written to' : 'The same as before:'} ${file}: ${commits.toLocaleString('en-US')} commit${commits === 1 ? '' : 's'}, ${refs} branch${refs === 1 ? '' : 'es'} and tags, ${Math.ceil(bytes / 1024).toLocaleString('en-US')} kB.`,
        ...(uncommitted > 0 ? [`${uncommitted} changed files are not in it: they are in no commit.`] : []),
      ],
    };
  },
});
