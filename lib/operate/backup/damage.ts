import { InputError } from '../../errors.ts';

/** A stretch of an archive that is not what was written. */
export interface Damage {
  /** E.g. `part 3 of 12`, `the manifest`, `the closing record`. */
  where: string;
  /** First byte and the byte after the last one. */
  from: number;
  to: number;
  /** Files that cannot be vouched for because of it, by their path in the archive. */
  files: string[];
  why: string;
}

/** One sentence about it. */
export function describeDamage({ where, from, to, files, why }: Damage): string {
  const named = files.slice(0, 5).join(', ');
  const rest = files.length > 5 ? ` and ${files.length - 5} more` : '';
  const about = files.length === 0 ? '' : `; it holds ${named}${rest}`;
  return `${where} (bytes ${from} to ${to}): ${why}${about}`;
}

/** What is thrown by everything that needs the archive whole. */
export function damagedError(name: string, damage: readonly Damage[]): InputError {
  const [first] = damage as [Damage];
  const more = damage.length > 1 ? ` ${damage.length - 1} more places are damaged.` : '';
  return new InputError(
    'backup_damaged',
    `The archive ${name} is damaged: ${describeDamage(first)}.${more}`,
    {
      hint: 'Nothing was restored. "clipbook backup verify" tells which archives are sound; --archive takes another one.',
    },
  );
}
