import type { Settings } from '../config.ts';
import type { Effects } from '../effects.ts';

/** The instant that counts as now: the setting `as_of`, else the clock. */
export function asOfOf(settings: Pick<Settings, 'as_of'>, effects: Effects): Date {
  return settings.as_of === null ? effects.now() : new Date(settings.as_of);
}
