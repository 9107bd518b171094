import type * as Plot from '@observablehq/plot';

/**
 * A mark that is one path in the chart's own units, `M…L…` in absolute coordinates. For many short strokes: Plot would
 * make an element, or three channel values, of each.
 */
export function drawPath(d: string, className: string, strokeWidth = 1): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const attributes = {
      class: className,
      d,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': strokeWidth,
    };
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, String(value));
    return path;
  };
}

/** The same for areas: closed subpaths, `M…L…Z`, of which one group has one fill. */
export function fillPath(d: string, className: string): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [name, value] of Object.entries({ class: className, d, fill: 'currentColor' }))
      path.setAttribute(name, value);
    return path;
  };
}
