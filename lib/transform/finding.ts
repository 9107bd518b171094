/** Something in the clean rows that the transform could not take as it stands. */
export interface TransformFinding {
  rule: 'wrap_unresolved' | 'zero_sentinel';
  account_id: string;
  /** The account as people know it: `@handle`. */
  subject: string;
  /** How many observations it concerns. */
  rows: number;
  /** Instants of the first and the last of them. */
  first: string;
  last: string;
  /** What was found and what it means, in a sentence. */
  message: string;
}
