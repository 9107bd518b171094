import type { Method } from '../schema/method.ts';
import { postAgeMethod } from './post/post-age.ts';

/** How every derived number is computed, in the order in which the methods page prints them. */
export const methods: readonly Method[] = [postAgeMethod];
