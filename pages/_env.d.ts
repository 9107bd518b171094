// What Astro adds to `import.meta`, for a checkout in which Astro has not run yet.
/// <reference types="astro/client" />
