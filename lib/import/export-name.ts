import { instantOf } from '../calendar.ts';

/** What the name of a download tells of what is in it. */
export interface ExportName {
  /** When it was exported; null where the name does not say. */
  exportedAt: string | null;
  /** Whose it is; null where the name does not say. */
  handle: string | null;
}

/** `Overview_<first day>_<second of the export>_<handle>`, as a ZIP or unpacked. */
const dated =
  /^\p{L}+_\d{4}-\d\d-\d\d_(\d{10})_([a-z0-9._]{1,32}?)(?: ?\(\d{1,3}\))?(?:\.(?:zip|csv|xlsx))?$/iu;
/** `Followers_<handle>.zip` or the folder that it unpacks to; a table of such a name may be anything. */
const section = /^(?:Overview|Content|Followers|Viewers)_([a-z0-9._]{1,32}?)(?: ?\(\d{1,3}\))?(?:\.zip)?$/i;
/** "Download your data": `TikTok_Data_<second of the export>.zip`. */
const personal = /^TikTok_Data_(\d{10})(?: ?\(\d{1,3}\))?\.zip$/i;

/**
 * What the name of a file tells, or the name of the archive or folder it is in (`Overview_….zip/Overview.csv`); the outermost
 * that tells something is taken.
 */
export function readExportName(file: string): ExportName {
  const parts = file.split('/');
  const told: ExportName = { exportedAt: null, handle: null };
  parts.forEach((part, i) => {
    const name = dated.exec(part);
    const whose = name?.[2] ?? (i < parts.length - 1 ? section.exec(part)?.[1] : undefined);
    const second = name?.[1] ?? personal.exec(part)?.[1];
    told.handle ??= whose?.toLowerCase() ?? null;
    told.exportedAt ??= second === undefined ? null : instantOf(new Date(Number(second) * 1000));
  });
  return told;
}
