import type { FindingRule } from './rules.ts';

/** Rules of findings about stored files and the rows in them. */
export const fileRules = {
  // Files
  edited_by_hand: {
    effect: 'error',
    group: 'files',
    about:
      'A day file is not the file that was written: its hash differs from the manifest’s. The message tells whether rows, their order, or only the form of the file changed.',
    remedy: 'Restore the file from git, or accept it with `check --fix-manifest`.',
  },
  missing_file: {
    effect: 'error',
    group: 'files',
    about: 'The manifest of a month lists a day file that is not there.',
    remedy: 'Restore the file from git, or accept the loss with `check --fix-manifest`.',
  },
  unlisted_file: {
    effect: 'error',
    group: 'files',
    about: 'A day file is there that the manifest of its month does not list: Clipbook did not write it.',
    remedy:
      'Import the rows from where they came and remove the file, or accept it with `check --fix-manifest`.',
  },
  damaged_archive: {
    effect: 'error',
    group: 'files',
    about:
      'The Parquet file of an archived month cannot be read, or does not hold the day files that it was made of.',
    remedy: 'Restore the file from git or from a backup.',
  },
  bad_manifest: {
    effect: 'error',
    group: 'files',
    about:
      'The manifest of a month is gone, cannot be read, or counts other rows and days than its own entries have: nothing tells whether the files are the ones that were written.',
    remedy: 'Restore the manifest from git, or make it again with `check --fix-manifest`.',
  },
  line_ends: {
    effect: 'error',
    group: 'files',
    about:
      'A day file ends its lines as Windows does (CR LF), or begins with a byte-order mark: an editor or a spreadsheet saved it. The last cell of each line is read with a stray character.',
    remedy: 'Restore the file from git; see that git does not convert line ends (`.gitattributes`).',
  },
  not_utf8: {
    effect: 'error',
    group: 'files',
    about: 'A day file holds bytes that are not UTF-8: it was saved in another encoding, or is damaged.',
    remedy: 'Restore the file from git.',
  },
  wrong_columns: {
    effect: 'error',
    group: 'files',
    about: 'The header of a day file is not that of its table.',
    remedy: 'Restore the file from git; rows of your own belong in a file for `import`.',
  },
  unsorted_rows: {
    effect: 'warning',
    group: 'files',
    about:
      'The rows of a day file are not in the order of their keys. They are read all the same; two machines that write the day would make other bytes of it.',
    remedy: 'Restore the file from git. The next row that is written to the day sorts it, too.',
  },
  stray_file: {
    effect: 'warning',
    group: 'files',
    about:
      'A file lies among the day files that is none: another name, another folder, a table that does not exist. Nothing reads it.',
    remedy: 'Move it out of the data folder, or import what it holds.',
  },
  outdated_descriptor: {
    effect: 'warning',
    group: 'files',
    about:
      'The description of the ledger, `datapackage.json` or a JSON Schema, is not that of the files that are there.',
    remedy: 'Run `check --fix-manifest` to make it again, or any command that writes rows.',
  },

  // Rows
  invalid_row: {
    effect: 'error',
    group: 'rows',
    about:
      'A stored row breaks the schema or a row rule, or has more or fewer cells than the table has columns.',
    remedy:
      'Restore the file from git. Where an older version of Clipbook stored the row, remove the line and run `check --fix-manifest`.',
  },
  odd_cell: {
    effect: 'error',
    group: 'rows',
    about:
      'A cell is not written as Clipbook writes it (`TRUE`, `1e3`, `007`, a blank in front): a spreadsheet rewrote it, and other programs may read another value.',
    remedy: 'Restore the file from git.',
  },
  duplicate_key: {
    effect: 'error',
    group: 'rows',
    about: 'Two stored rows of a table have the same key.',
    remedy: 'Keep the one that git has, remove the other line, and run `check --fix-manifest`.',
  },
  wrong_day: {
    effect: 'error',
    group: 'rows',
    about: 'A row lies in the file of another day, where nobody looks for it.',
    remedy:
      'Restore the file from git, or move the line to the file of its day and run `check --fix-manifest`.',
  },
  likes_over_views: {
    effect: 'warning',
    group: 'rows',
    about:
      'A post has more likes than views, rounding considered. It can be a source that lags; it is not normal.',
    remedy: 'Compare with the post’s page; look at the source of the row.',
  },
  engagements_over_views: {
    effect: 'warning',
    group: 'rows',
    about:
      'Likes, comments, shares and saves of a post together are more than its views, rounding considered.',
    remedy: 'Compare with the post’s page; columns of an import may be swapped.',
  },
} as const satisfies Record<string, FindingRule>;
