// What Astro adds to `import.meta`, for a checkout in which Astro has not run yet.
/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** What a build asks of pages with charts; nothing where the site is only served. */
    charts?: import('#lib').ChartsTask;
    /** Paths of all pages that this build renders. */
    rendered?: ReadonlySet<string>;
  }
}
