import type * as Plot from '@observablehq/plot';

/**
 * Many equal dots as one path: a stroke without length has round ends. Places are in user units, rounded to `step` of them;
 * places that fall together are one dot. An element each would be five times the bytes.
 */
export function drawDots(
  places: readonly { x: number; y: number }[],
  className: string,
  diameter: number,
  step = 0.1,
): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const attributes = {
      class: className,
      d: writeDots(places, step),
      fill: 'none',
      stroke: 'currentColor',
      'stroke-linecap': 'round',
      'stroke-width': diameter,
    };
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, String(value));
    return path;
  };
}

function writeDots(places: readonly { x: number; y: number }[], step: number): string {
  const steps = places
    .map(({ x, y }) => ({ x: Math.round(x / step), y: Math.round(y / step) }))
    .sort((a, b) => a.x - b.x || a.y - b.y);
  let d = '';
  let before = { x: 0, y: 0 };
  for (const place of steps) {
    if (d !== '' && place.x === before.x && place.y === before.y) continue;
    const dx = write((place.x - before.x) * step);
    const dy = write((place.y - before.y) * step);
    d += `m${dx}${dy.startsWith('-') ? '' : ' '}${dy}z`;
    before = place;
  }
  return d;
}

const write = (units: number) => String(Math.round(units * 10) / 10 + 0).replace(/^(-?)0\./, '$1.');
