/**
 * Inputs of reports. Here is only what shows the fields that need a script; the code of an input is loaded when it is first used: when it
 * is touched, or when the address speaks of it.
 */

const codes: Record<string, () => Promise<{ start(): void }>> = {
  select: () => import('./inputs/choice.ts'),
  toggle: () => import('./inputs/choice.ts'),
  range: () => import('./inputs/range.ts'),
  search: () => import('./inputs/search.ts'),
};

/** Makes the inputs of the page ready to be used. */
export function awaitInputs(): void {
  for (const control of document.querySelectorAll<HTMLElement>('.control')) {
    const { input = '', name = '' } = control.dataset;
    const labels = control.querySelectorAll('label');
    // A field that works without a script stands in for the one that does not.
    if ([...labels].some(({ hidden }) => hidden)) for (const label of labels) label.hidden = !label.hidden;
    const load = async () => (await codes[input]?.())?.start();
    for (const event of ['pointerdown', 'focusin', 'input'])
      control.addEventListener(event, load, { once: true });
    const look = () => {
      const target = document.getElementById(location.hash.slice(1));
      if (new URLSearchParams(location.search).has(name) || control.parentElement?.contains(target)) load();
    };
    addEventListener('hashchange', look);
    look();
  }
}
