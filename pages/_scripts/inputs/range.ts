import { endStep } from './address.ts';
import { chosen, follow, start as startChoices } from './choice.ts';

/** Range: a slider over the options of a select, which is not shown and has the choice. */

let isStarted = false;

export function start(): void {
  if (isStarted) return;
  isStarted = true;
  startChoices();
  for (const slider of document.querySelectorAll<HTMLInputElement>('.control [type="range"]')) {
    const control = slider.closest('.control');
    const select = control?.querySelector('select');
    const output = control?.querySelector('output');
    if (!select || !output) continue;
    const say = () => {
      output.textContent = slider.ariaValueText = select.selectedOptions[0]?.label ?? '';
    };
    const mirror = () => {
      slider.value = String(select.selectedIndex);
      say();
    };
    const take = () => {
      select.selectedIndex = Number(slider.value);
      say();
    };
    slider.addEventListener('input', take);
    slider.addEventListener('change', () => follow(select, true));
    slider.addEventListener('blur', endStep);
    select.addEventListener(chosen, mirror);
    // Where a reader moved it while this was on its way, that counts.
    if (slider.value === slider.defaultValue) mirror();
    else {
      take();
      follow(select, true);
    }
  }
}
