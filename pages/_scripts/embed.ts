/** Tells the page around an embedded chart how high it is, whenever that changes: `{ clipbook: 'height', height }`. */
export function tellHeight(): void {
  if (parent === window) return;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    parent.postMessage({ clipbook: 'height', height }, '*');
  }).observe(document.documentElement);
}
