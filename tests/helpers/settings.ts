import { readSettings, type Settings } from '../../lib/config.ts';

/** Settings for a data root, untouched by the machine's environment; a fast pace, since tests pay for no one's server. */
export function settingsFor(data: string, changes: Partial<Settings> = {}): Settings {
  return { ...readSettings({ data }, {}, data), requests_per_minute: 600, ...changes };
}
