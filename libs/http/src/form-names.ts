import { z } from 'zod';

/** The fields that a form may have: those of one value, and those that may be repeated. */
export interface FormNames {
  single: readonly string[];
  lists: readonly string[];
}

function wantsList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return wantsList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

/** The names of a form's schema, by what they want. */
export function formNamesOf(schema: z.ZodType): FormNames {
  const fields = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
  const names = (list: boolean) =>
    fields.flatMap(([name, field]) => (wantsList(field) === list ? [name] : []));
  return { single: names(false), lists: names(true) };
}
