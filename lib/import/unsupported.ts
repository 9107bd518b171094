import { InputError } from '../errors.ts';
import { columnKey } from './columns.ts';
import type { Sniff } from './sniff.ts';

/** Tables that are recognised and that no table of the ledger holds. */
const tables: readonly { keys: readonly string[]; what: string }[] = [
  { keys: ['totalviewers', 'newviewers'], what: 'the Viewers table of a TikTok Studio export' },
  { keys: ['hour', 'activefollowers'], what: 'the follower activity of a TikTok Studio export' },
  { keys: ['gender', 'distribution'], what: 'the follower genders of a TikTok Studio export' },
  { keys: ['topterritories', 'distribution'], what: 'the follower territories of a TikTok Studio export' },
];

/** Throws `InputError` `unsupported_kind` for a table that is known and that the ledger has no place for. */
export function refuseUnsupportedTable(file: string, header: readonly string[]): void {
  const keys = header.map(columnKey);
  const known = tables.find((table) => table.keys.every((key) => keys.includes(key)));
  if (known)
    throw new InputError(
      'unsupported_kind',
      `${file} is ${known.what}, and the ledger has no table for it.`,
      {
        hint: 'Nothing was read from it. Overview, Content and FollowerHistory of the same export can be imported.',
      },
    );
}

/** Sections with which "Download your data" begins, from 2024 to 2026. */
const personalData =
  /^\s*\{\s*"(?:Activity|Ads and data|App Settings|Comment|Direct Messages?|Income ?(?:Plus|\+)[^"]*|Likes and Favorites|(?:Location|Poi) Review|Post|Profile(?: And Settings)?|Tik[Tt]ok [^"]*|Video|Your Activity)"\s*:\s*\{/;

/**
 * Throws `InputError` `unsupported_kind` for the archive of personal data that TikTok gives out: it holds messages,
 * addresses and payments, so that it is not even looked through.
 */
export function refusePersonalData(file: string, sniff: Sniff): void {
  if (sniff.format === 'csv' || !personalData.test(sniff.head)) return;
  throw new InputError(
    'unsupported_kind',
    `${file} is TikTok’s "Download your data", which holds private messages and payments.`,
    {
      hint: 'It was not read beyond its beginning and nothing of it was kept. Keep it out of the repository; import a TikTok Studio export instead.',
    },
  );
}
