import type { PageKind } from './saved-page.ts';

/** The JSON that a page carries, or that the file is; null where there is none that can be read. */
function pageState(text: string): unknown {
  const script =
    /<script[^>]*id="(?:__UNIVERSAL_DATA_FOR_REHYDRATION__|__FRONTITY_CONNECT_STATE__)"[^>]*>([^<]*)<\/script>/.exec(
      text,
    );
  try {
    return JSON.parse(script?.[1] ?? text);
  } catch {
    return null;
  }
}

/** The handle or post id that a page itself names; null where it names none, as the page of a deleted post does. */
export function subjectOfPage(kind: PageKind, text: string): string | null {
  const state = pageState(text);
  const scope = at(state, '__DEFAULT_SCOPE__');
  if (kind === 'account-page')
    return textOf(at(scope, 'webapp.user-detail', 'userInfo', 'user', 'uniqueId'))?.toLowerCase() ?? null;
  if (kind === 'post-page')
    return (
      textOf(at(scope, 'webapp.video-detail', 'itemInfo', 'itemStruct', 'id')) ??
      textOf(at(scope, 'webapp.reflow.video.detail', 'itemInfo', 'itemStruct', 'id'))
    );
  const pages = at(state, 'source', 'data');
  const path = typeof pages === 'object' && pages !== null ? Object.keys(pages) : [];
  return (
    path
      .find((name) => name.startsWith('/embed/@'))
      ?.slice('/embed/@'.length)
      .toLowerCase() ?? null
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path)
    found =
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined;
  return found;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
