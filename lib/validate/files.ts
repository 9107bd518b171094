import { plural } from '../format/words.ts';
import { type Finding, finding } from './rules.ts';

/** A day file beside what the manifest of its month says of it. */
export interface ListedFile {
  file: string;
  /** What lies there; null where nothing does. */
  found: { rows: number; bytes: number; sha256: string } | null;
  /** What the manifest says; null where it does not list the file. */
  listed: { rows: number; bytes: number; sha256: string } | null;
  /** What was done to a file whose hash differs. */
  change: 'line_ends' | 'order' | 'form' | 'content' | null;
}

const changes = {
  line_ends:
    'Only its line ends were changed, as editors on Windows do; the rows are those that were written',
  order: 'Its rows are those that were written, in another order',
  form: 'It says what was written, in another form: a spreadsheet has saved it',
} as const;

/** A file that is not the listed one, is not listed, or is gone; null where file and manifest agree. */
export function checkListedFile({ file, found, listed, change }: ListedFile): Finding | null {
  if (found === null)
    return listed === null
      ? null
      : finding(
          'missing_file',
          file,
          `It is not there; the manifest lists it with ${plural(listed.rows, 'row')}.`,
        );
  if (listed === null)
    return finding(
      'unlisted_file',
      file,
      `It is not in the manifest of its month, so Clipbook did not write it. It has ${plural(found.rows, 'row')}.`,
    );
  if (found.sha256 === listed.sha256) return null;
  const what =
    change === null || change === 'content'
      ? `Its content was changed by hand: ${difference(found, listed)}`
      : changes[change];
  return finding(
    'edited_by_hand',
    file,
    `${what}. Restore it from git, or accept it with "check --fix-manifest".`,
  );
}

function difference(found: { rows: number; bytes: number }, listed: { rows: number; bytes: number }): string {
  const rows =
    found.rows === listed.rows
      ? `${plural(found.rows, 'row')} as written, but`
      : `${plural(found.rows, 'row')} instead of ${listed.rows},`;
  return found.bytes === listed.bytes
    ? `${rows} other characters in as many bytes`
    : `${rows} ${found.bytes} bytes instead of ${listed.bytes}`;
}

/** A month whose manifest is gone or damaged although there are day files; null where it is sound. */
export function checkManifest(
  folder: string,
  state: 'sound' | 'damaged' | 'missing',
  days: number,
): Finding | null {
  if (state === 'sound' || (state === 'missing' && days === 0)) return null;
  return finding(
    'bad_manifest',
    `${folder}/manifest.json`,
    state === 'missing'
      ? `There is no manifest, so nothing tells whether the ${plural(days, 'day file')} of the month are the ones that were written.`
      : 'It cannot be read, or its totals are not those of its entries.',
  );
}

/** What form a file has apart from its rows. */
export function checkForm(file: string, isUtf8: boolean, hasForeignLines: boolean): Finding[] {
  return [
    ...(isUtf8 ? [] : [finding('not_utf8', file, 'It holds bytes that are not UTF-8.')]),
    ...(hasForeignLines
      ? [
          finding(
            'line_ends',
            file,
            'Its lines end with CR LF, or it begins with a byte-order mark; Clipbook writes LF and no mark.',
          ),
        ]
      : []),
  ];
}
