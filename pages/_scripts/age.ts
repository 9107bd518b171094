/**
 * An age as the pages print it, word for word as `format.ago` writes it at build time; null where the reader's clock runs
 * behind or the instant is none. A file of its own, since nothing of the library may travel to the browser.
 */
export function ageInWords(ageMs: number): string | null {
  if (!(ageMs >= 0)) return null;
  if (ageMs < 60_000) return 'just now';
  const minutes = Math.floor(ageMs / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (hours < 1) return `${minutes} min ago`;
  if (days < 1) return `${hours} h ago`;
  if (days < 42) return `${days} ${days === 1 ? 'day' : 'days'} ago`;
  if (days < 731) return `${Math.floor(days / 7)} weeks ago`;
  return `${Math.floor(days / 365.25)} years ago`;
}
