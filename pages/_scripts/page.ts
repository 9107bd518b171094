/**
 * The only script of a page, and nothing needs it: remembers a theme, and says "3 h ago" where the page has an instant, for
 * as long as it is open.
 */

import { ageInWords } from './age.ts';
import { offerEmbedCode } from './embed-code.ts';

const root = document.documentElement;
const storageKey = 'clipbook-theme';

function setUpTheme(button: HTMLButtonElement): void {
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset['theme'] ?? (systemDark.matches ? 'dark' : 'light')) === 'dark';
  const showLabel = () => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
  };
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'dark' || stored === 'light') root.dataset['theme'] = stored;
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    root.dataset['theme'] = theme;
    try {
      localStorage.setItem(storageKey, theme);
    } catch {
      // As above.
    }
    showLabel();
  });
  systemDark.addEventListener('change', showLabel);
  showLabel();
  button.hidden = false;
}

function refreshAges(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-age]')) {
    const age = ageInWords(Date.now() - Date.parse(element.dataset['age'] ?? ''));
    if (age !== null) element.textContent = `${element.dataset['before'] ?? ''}${age}`;
  }
}

/** Starts what the page can do with a script. */
export function enhancePage(): void {
  const button = document.querySelector<HTMLButtonElement>('button.theme');
  if (button) setUpTheme(button);
  offerEmbedCode();
  refreshAges();
  setInterval(refreshAges, 60_000);
}
