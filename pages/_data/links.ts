/** A path of this site under its base path: `link('/data/')`. */
export function link(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/+$/, '')}${path}`;
}

/** A URL of another site, or null where it is not plain http or https: bios hold anything. */
export function outside(url: string | null): string | null {
  if (url === null) return null;
  const text = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  if (!URL.canParse(text)) return null;
  const parsed = new URL(text);
  return /^https?:$/.test(parsed.protocol) && parsed.username === '' ? parsed.href : null;
}
