import { decodePlaces, type Place } from './places.ts';

/**
 * Tips on charts that are in the page as SVG: by keyboard, mouse and touch. A frame (`.chart-frame`) holds one or two
 * pictures (`[data-places]`: where the rows of the table are); what a tip says is read from the table of the figure, so no
 * number is in the page twice. Frames with the same `data-cursor` point at the same row header together. In a picture of panels
 * (`data-panels`) every panel points at what the places of the first one say.
 */

/** One frame, as other frames and the page's events see it. */
interface Cursor {
  group: string | undefined;
  /** Points at the row with this header, where the picture has it; else at none. */
  follow(header: string): void;
  hide(): void;
}

/** Most lines of a tip under its header. */
const linesShown = 9;

/** Starts the tips of all charts in the document. */
export function enhanceCharts(): void {
  const cursors: Cursor[] = [];
  for (const frame of document.querySelectorAll<HTMLElement>('.chart-frame')) {
    const table = frame.closest('figure')?.querySelector('table');
    if (table && frame.querySelector('[data-places]:not([data-places=""])'))
      cursors.push(setUp(frame, table, cursors));
  }
  const hideAll = () => {
    for (const cursor of cursors) cursor.hide();
  };
  // A picture may give way to the other; a tap elsewhere is done with the tip.
  addEventListener('resize', hideAll);
  addEventListener('pointerdown', (event) => {
    if (!(event.target as Element).closest('.chart-frame')) hideAll();
  });
}

function setUp(frame: HTMLElement, table: HTMLTableElement, all: readonly Cursor[]): Cursor {
  const pictures = new Map<Element, Place[]>();
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => ({
    title: cell.firstChild?.textContent?.trim() ?? '',
    unit: cell.querySelector('.unit')?.textContent ?? '',
  }));
  const body = table.tBodies[0]?.rows;
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.role = 'status';
  frame.append(tip);
  frame.tabIndex = 0;
  frame.role = 'application';
  frame.ariaLabel = `${frame.closest('figure')?.querySelector('.title > *')?.textContent}: arrow keys read the values, Escape ends.`;
  let at: Place | undefined;
  let marks: Element[] = [];

  const headerOf = ({ row }: Place) => body?.[row]?.cells[0]?.textContent ?? '';

  /** The picture that is shown at this width, and its places in reading order. */
  function look() {
    const holder = [...frame.querySelectorAll<HTMLElement>('[data-places]')].find(
      (each) => each.offsetWidth > 0,
    );
    const svg = holder?.querySelector('svg');
    if (!holder || !svg) return null;
    const places = pictures.get(holder) ?? decodePlaces(holder.dataset['places'] ?? '');
    pictures.set(holder, places);
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    // Along a line of time the height of the pointer does not matter.
    const along = places.length > 1 && places.every(({ x }, i) => i === 0 || x > (places[i - 1]?.x ?? 0));
    const [pitch = '', line] = holder.dataset['panels']?.split(';') ?? [1e9];
    return { svg, places, box, scale, along, pitch: +pitch, line };
  }

  function hide(): void {
    for (const mark of marks) mark.remove();
    marks = [];
    at = undefined;
    tip.replaceChildren();
  }

  function point(place: Place | undefined, speaks: boolean): void {
    if (place === at && place) return;
    hide();
    const seen = look();
    if (!place || !seen) return;
    at = place;
    const { svg, box, scale, along, line } = seen;
    const { x, y } = place;
    const d = line ?? `M0 0v${svg.viewBox.baseVal.height}`;
    if (along) marks.push(draw(svg, 'path', { d, transform: `translate(${x})` }));
    if (!line) marks.push(draw(svg, 'circle', { cx: x, cy: y, r: 4.5 }));
    tip.ariaLive = speaks ? 'polite' : 'off';
    tip.append(...writeTip(place));
    const around = frame.getBoundingClientRect();
    const left = box.left - around.left + x * scale - tip.offsetWidth / 2;
    const above = box.top - around.top + y * scale - tip.offsetHeight - 12;
    tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
    tip.style.top = `${above > -40 ? above : above + tip.offsetHeight + 24}px`;
  }

  function writeTip(place: Place): HTMLElement[] {
    const cells = [...(body?.[place.row]?.cells ?? [])].slice(1);
    const lines = cells.flatMap((cell, i) => {
      const { title = '', unit = '' } = heads[i + 1] ?? {};
      const text = cell.textContent?.trim() ?? '';
      if (text === '–') return [];
      return `${title}: ${text}${unit === '' || unit === title.toLowerCase() ? '' : ` ${unit}`}`;
    });
    const more = lines.length - linesShown;
    if (more > 1) lines.splice(linesShown, more, `and ${more} more in the table`);
    return [headerOf(place), ...lines].map((text, i) => {
      const line = document.createElement(i === 0 ? 'strong' : 'span');
      line.textContent = text;
      return line;
    });
  }

  /** Points here, and wherever else the same row header is. */
  function lead(place: Place | undefined): void {
    point(place, true);
    for (const cursor of all)
      if (cursor !== self && cursor.group && cursor.group === self.group)
        if (place) cursor.follow(headerOf(place));
        else cursor.hide();
  }

  frame.addEventListener('keydown', (event) => {
    const seen = look();
    if (!seen || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = seen.places.length - 1;
    const now = at ? seen.places.indexOf(at) : -1;
    const page = Math.max(2, Math.round(last / 12));
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, PageDown: page, PageUp: -page };
    if (!seen.along) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1 });
    const step = steps[event.key];
    if (event.key === 'Escape' && now !== -1) lead(undefined);
    else if (event.key === 'Home') lead(seen.places[0]);
    else if (event.key === 'End') lead(seen.places[last]);
    else if (step === undefined) return;
    else if (now === -1) lead(seen.places[step > 0 ? 0 : last]);
    else lead(seen.places[Math.max(0, Math.min(now + step, last))]);
    event.preventDefault();
  });
  frame.addEventListener('blur', () => lead(undefined));

  const onPointer = ({ clientX, clientY }: PointerEvent) => {
    const seen = look();
    if (!seen) return;
    const { places, box, scale, along, pitch } = seen;
    // What is right of a panel, up to the next one, counts as its right edge.
    const [x, y] = [((clientX - box.left) / scale) % pitch, (clientY - box.top) / scale];
    const distance = (place: Place) => Math.hypot(place.x - x, along ? 0 : place.y - y);
    lead(
      places.reduce((best, place) => (distance(place) < distance(best) ? place : best), places[0] as Place),
    );
  };
  frame.addEventListener('pointermove', onPointer);
  frame.addEventListener('pointerdown', onPointer);
  frame.addEventListener('pointerleave', ({ pointerType }) => {
    // A finger that is lifted leaves as well: what it pointed at stays to be read.
    if (pointerType !== 'touch') lead(undefined);
  });

  const self: Cursor = {
    group: frame.dataset['cursor'],
    follow: (header) =>
      point(
        look()?.places.find((place) => headerOf(place) === header),
        false,
      ),
    hide,
  };
  return self;
}

function draw(svg: SVGSVGElement, name: string, attributes: Record<string, number | string>): Element {
  const element = document.createElementNS(svg.namespaceURI, name);
  element.setAttribute('class', 'cursor');
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  svg.append(element);
  return element;
}
