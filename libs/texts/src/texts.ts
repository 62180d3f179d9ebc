import type { en } from './en.ts';

/** What a language's file holds: the same names in each. */
export type Texts = typeof en;
