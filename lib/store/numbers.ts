/** Numbers side by side, which grow in number: half a million small objects would be slow. */
export class Numbers {
  #values: Float64Array = new Float64Array(firstLength);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new Float64Array(this.#values.length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.length++] = value;
  }

  at(i: number): number {
    return this.#values[i] as number;
  }

  clear(): void {
    this.length = 0;
  }
}

const firstLength = 256;
