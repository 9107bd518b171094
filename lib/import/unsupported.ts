import { InputError } from '../errors.ts';

/**
 * Throws `InputError` `unsupported_kind` for the archive of personal data that TikTok gives out, where it was to be read as
 * something else: it holds messages, addresses and payments, so that it is never read as a table.
 */
export function refusePersonalData(file: string, as: string): never {
  throw new InputError(
    'unsupported_kind',
    `${file} is TikTok’s "Download your data", which is not read as ${as}: it holds private messages and payments.`,
    {
      hint: 'Leave out --as: then only its posts, the counts of its profile and the days followers joined are read. Keep it out of the repository.',
    },
  );
}
