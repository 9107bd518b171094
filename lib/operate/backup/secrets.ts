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

/**
 * A member that throws `InputError` `secret_found` where one of the secrets stands in it: at once where it is small, else as it is read. The
 * error names the file and never the secret.
 */
export function withoutSecrets(member: Member, secrets: readonly Buffer[]): Member {
  if (secrets.length === 0) return member;
  const { content } = member;
  if (content !== null) {
    if (secrets.some((secret) => content.includes(secret))) throw secretFound(member);
    return member;
  }
  // What may be the beginning of a secret is looked at again with the next chunk.
  const overlap = Math.max(...secrets.map(({ length }) => length)) - 1;
  async function* watched() {
    let tail = Buffer.alloc(0);
    for await (const chunk of member.read()) {
      const seen = Buffer.concat([tail, chunk]);
      if (secrets.some((secret) => seen.includes(secret))) throw secretFound(member);
      tail = seen.subarray(Math.max(0, seen.length - overlap));
      yield chunk;
    }
  }
  return { ...member, read: watched };
}

function secretFound({ path }: Member): InputError {
  return new InputError('secret_found', `${path} holds a secret of the environment, so no backup was made.`, {
    hint: 'Take it out of that file (and renew it, where the file was committed), then run the command again.',
  });
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
