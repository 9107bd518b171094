/** How notebooks are compiled. */
export interface NotebookOptions {
  /** The module whose exports every cell has in scope. @default '#lib' */
  library?: string;
  /** The component that prints a cell, from the project's folder. @default '/pages/reports/_components/Cell.astro' */
  cell?: string;
}
