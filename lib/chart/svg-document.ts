/**
 * The few parts of a document that Plot needs to draw marks: elements that are made, given attributes and put into each
 * other. A whole DOM library doubles the time and the memory that a chart takes, and a site has thousands of charts.
 * `style` takes what Plot says and keeps nothing: the pages' policy would refuse it.
 */
export class SvgElement {
  readonly localName: string;
  readonly namespaceURI: string;
  readonly ownerDocument: SvgDocument;
  readonly attributes = new Map<string, string>();
  readonly children: SvgElement[] = [];
  readonly style = ignoredStyle;
  parentNode: SvgElement | null = null;
  /** The text before any children. */
  text = '';

  constructor(localName: string, namespaceURI: string, ownerDocument: SvgDocument) {
    this.localName = localName;
    this.namespaceURI = namespaceURI;
    this.ownerDocument = ownerDocument;
  }

  /** What a pointer chose: nothing, on a picture. */
  get value(): null {
    return null;
  }

  get childNodes(): readonly SvgElement[] {
    return this.children;
  }

  get firstChild(): SvgElement | null {
    return this.children[0] ?? null;
  }

  get textContent(): string {
    return this.text + this.children.map(({ textContent }) => textContent).join('');
  }

  set textContent(text: string | null) {
    this.text = String(text ?? '');
    this.children.length = 0;
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  appendChild(child: SvgElement): SvgElement {
    return this.insertBefore(child, null);
  }

  /** Puts the child where it belongs, out of where it was; at the end where `before` is null. */
  insertBefore(child: SvgElement, before: SvgElement | null): SvgElement {
    const siblings = child.parentNode?.children;
    siblings?.splice(siblings.indexOf(child), 1);
    child.parentNode = this;
    if (before === null) this.children.push(child);
    else this.children.splice(this.children.indexOf(before), 0, child);
    return child;
  }

  /** The first descendant of that name, in document order. */
  querySelector(name: string): SvgElement | null {
    for (const child of this.children) {
      if (child.localName === name) return child;
      const found = child.querySelector(name);
      if (found !== null) return found;
    }
    return null;
  }

  /** A copy with its attributes and text; `deep` with its children too. */
  cloneNode(deep = false): SvgElement {
    const copy = new SvgElement(this.localName, this.namespaceURI, this.ownerDocument);
    for (const [name, value] of this.attributes) copy.attributes.set(name, value);
    copy.text = this.text;
    if (deep) for (const child of this.children) copy.appendChild(child.cloneNode(true));
    return copy;
  }

  /** Nothing happens on a picture. */
  addEventListener(): void {}
}

export class SvgDocument {
  readonly documentElement = this.createElementNS('http://www.w3.org/1999/xhtml', 'html');

  createElement(name: string): SvgElement {
    return this.createElementNS(this.documentElement.namespaceURI, name);
  }

  createElementNS(namespace: string, name: string): SvgElement {
    return new SvgElement(name, namespace, this);
  }
}

const ignoredStyle = { setProperty(): void {}, removeProperty(): void {} };
