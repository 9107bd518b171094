const harmless = /^[ !#-%'-;=?-~]*$/;
const forbidden = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

/** Text safe between tags and in a double-quoted attribute; characters that XML forbids become U+FFFD. */
export function escapeText(text: string): string {
  if (harmless.test(text)) return text;
  return text
    .toWellFormed()
    .replace(forbidden, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
