import type { en } from './en.ts';

/** The texts of a language: the same names in each. */
export type Texts = typeof en;
