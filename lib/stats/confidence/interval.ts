/** A range that holds what is estimated with some confidence. Not to be taken for the range that rounding leaves open. */
export interface ConfidenceInterval {
  low: number;
  high: number;
  /** How sure, as a fraction: 0.95. Where the method can only meet some levels, the one that it has. */
  level: number;
}
