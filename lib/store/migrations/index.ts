import { ownerDayV2 } from './0001-owner-day-v2.ts';
import type { Migration } from './migration.ts';

/** Every migration, in the order they are done. */
export const migrations: readonly Migration[] = [ownerDayV2];
