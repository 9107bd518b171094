import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { configFileName } from '../../config.ts';
import { contentMember, dataPrefix, type Member, memberOf } from './contents.ts';
import { problemOfSettings, withoutSecrets } from './secrets.ts';

/** The project's settings file as a member, or why it stays out; neither where there is none. */
export async function settingsMember(
  project: string,
): Promise<{ member: Member | null; problem: string | null }> {
  const text = await readFile(path.join(project, configFileName)).catch(() => null);
  if (text === null) return { member: null, problem: null };
  const problem = problemOfSettings(text.toString('utf8'));
  return { member: problem === null ? contentMember(configFileName, text) : null, problem };
}

/** The members of an archive: the settings file, then files of the ledger, each looked through for secrets. */
export async function* gatherMembers(
  root: string,
  files: readonly string[],
  settingsFile: Member | null,
  secrets: readonly Buffer[],
): AsyncGenerator<Member> {
  if (settingsFile) yield withoutSecrets(settingsFile, secrets);
  for (const file of files) {
    const member = await memberOf(path.join(root, ...file.split('/')), `${dataPrefix}${file}`);
    if (member !== null) yield withoutSecrets(member, secrets);
  }
}
