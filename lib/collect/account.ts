import type { Capture } from '../schema/capture.ts';
import { accountPath } from './address.ts';
import type { Getter } from './getter.ts';

/** Fetches the page of an account. Throws `InputError` where the handle is none, and `FetchError` as the getter does. */
export async function collectAccount(handle: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'account-page', subject: handle, path: accountPath(handle) });
}
