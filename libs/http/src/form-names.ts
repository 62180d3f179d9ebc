import { z } from 'zod';

/** The fields of a form: those with one value, and those that may be repeated. */
export interface FormNames {
  single: readonly string[];
  lists: readonly string[];
}

function wantsList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return wantsList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

/** The fields that a form's schema has. */
export function formNamesOf(schema: z.ZodType): FormNames {
  const fields = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
  const names = (list: boolean) =>
    fields.flatMap(([name, field]) => (wantsList(field) === list ? [name] : []));
  return { single: names(false), lists: names(true) };
}
