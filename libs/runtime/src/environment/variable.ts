import type { z } from 'zod';

/** How the platform is run, as far as defaults depend on it. */
export interface Setting {
  /** On MongoDB or Kafka: many processes. */
  distributed: boolean;
}

/** A warning about a variable, which does not stop the start. */
export interface Notice {
  variable: string;
  text: string;
}

/** One environment variable: how its text is read, what it should be, and what stands where it is absent. */
export interface Variable<T> {
  schema: z.ZodType<T, string>;
  /** "…should be": completes a line that says what is wrong. */
  expected: string;
  /** Nothing of the value may be shown. */
  secret?: boolean;
  /** A wrong value as it may be shown. Default: without what stands before an `@`. */
  shown?: (text: string) => string;
  /** What is wrong with a value, in words that follow it; where `expected` alone does not make that clear. */
  faultOf?: (text: string) => string | undefined;
  /** `required` stops the start. */
  absent: (setting: Setting) => { value: T } | 'required';
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type ValuesOf<V extends Variables> = {
  [N in keyof V]: V[N] extends Variable<infer T> ? T : never;
};
