/** "Embed" under a chart copies the code instead of leading to the page that is embedded. */
export function offerEmbedCode(): void {
  addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-embed]');
    // With a key held, a person wants the page itself.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    copy(link);
  });
}

/** Copies the code; where the clipboard is refused, shows it to be copied by hand. */
async function copy(link: HTMLAnchorElement): Promise<void> {
  const picture = link.closest('figure')?.querySelector('.chart-frame');
  const frame = document.createElement('iframe');
  frame.src = link.href;
  frame.title = link.dataset['embed'] ?? '';
  frame.width = '100%';
  frame.height = String((picture?.clientHeight ?? 300) + 200);
  frame.loading = 'lazy';
  const code = frame.outerHTML;
  const label = link.textContent;
  try {
    await navigator.clipboard.writeText(code);
    link.textContent = 'Copied';
    setTimeout(() => {
      link.textContent = label;
    }, 2000);
  } catch {
    prompt('Code to embed this chart', code);
  }
}
