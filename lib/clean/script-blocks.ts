/**
 * Finds script elements by their id, in any usual way of writing them, in time that grows with the page alone: a parser of
 * whole documents can be made to take seconds by a hostile page.
 */

/** The texts of the scripts, in page order; `cut` where one has no end, or where the page cannot be a real one. */
export interface ScriptBlocks {
  texts: string[];
  cut: boolean;
}

/** The script elements with that id. */
export function scriptBlocks(html: string, id: string): ScriptBlocks {
  const texts: string[] = [];
  let mentions = 0;
  let from = 0;
  for (let at = html.indexOf(id); at !== -1; at = html.indexOf(id, from)) {
    if (++mentions > mostMentions) return { texts, cut: true };
    from = at + id.length;
    const open = openingTagAround(html, at, id);
    if (open === null) continue;
    const close = closingTag(html, open);
    if (close === -1) return { texts: [...texts, html.slice(open)], cut: true };
    texts.push(html.slice(open, close));
    from = close;
  }
  return { texts, cut: false };
}

/** A page names a script's id a few times at most: in its tag and where it is read. */
const mostMentions = 1_000;
const longestTag = 500;

/** Where the text of the script begins in whose opening tag the mention of the id stands; null where it is in none. */
function openingTagAround(html: string, mention: number, id: string): number | null {
  const from = Math.max(0, mention - longestTag);
  const start = html.slice(from, mention).lastIndexOf('<');
  if (start === -1) return null;
  const tag = /^<script\b(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*>/i.exec(
    html.slice(from + start, mention + longestTag),
  )?.[0];
  if (tag === undefined || from + start + tag.length <= mention) return null;
  const [, double, single, bare] = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? [];
  return (double ?? single ?? bare) === id ? from + start + tag.length : null;
}

function closingTag(html: string, from: number): number {
  const usual = html.indexOf('</script', from);
  if (usual !== -1) return usual;
  const close = /<\/script/gi;
  close.lastIndex = from;
  return close.exec(html)?.index ?? -1;
}
