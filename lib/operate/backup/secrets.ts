import { environmentOnly, type Settings, settingSpecs } from '../../config.ts';
import { InputError } from '../../errors.ts';
import type { Member } from './contents.ts';

/** What must never be in an archive, whatever file it stands in: the values of the settings that hold credentials. */
export function secretsOf(settings: Partial<Settings>): Buffer[] {
  return (
    environmentOnly
      .flatMap((name) => settings[name] ?? [])
      .map(String)
      // Shorter ones would be found in any text.
      .filter((value) => value.length >= 8)
      .map((value) => Buffer.from(value))
  );
}

/** Throws `InputError` `secret_found` where a file holds one of the secrets; it names the file and never the secret. */
export function refuseSecrets(member: Member, secrets: readonly Buffer[]): void {
  if (member.content === null || !secrets.some((secret) => member.content?.includes(secret))) return;
  throw new InputError(
    'secret_found',
    `${member.path} holds a secret of the environment, so no backup was made.`,
    {
      hint: 'Take it out of that file (and renew it, where the file was committed), then run the command again.',
    },
  );
}

/**
 * Why the settings file may not go into an archive, or null: it names a setting that holds credentials, or one of its addresses has a
 * name and a password in it.
 */
export function problemOfSettings(text: string): string | null {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return 'it is no JSON object';
  for (const name of Object.keys(settings)) {
    if (name !== '$schema' && !Object.hasOwn(settingSpecs, name)) return 'it has a setting that nobody knows';
    if ((environmentOnly as readonly string[]).includes(name))
      return `its setting "${name}" can hold credentials`;
  }
  return /:\/\/[^/"\s]*@/.test(text) ? 'an address in it has credentials' : null;
}
