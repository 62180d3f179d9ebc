import { z } from 'zod';

/** The fields of a form or query: those with one value, and those that may be repeated. */
export interface FieldNames {
  single: readonly string[];
  lists: readonly string[];
}

function wantsList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return wantsList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

/** The fields that the schema of a form or query has. */
export function fieldNamesOf(schema: z.ZodType): FieldNames {
  const fields = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
  const names = (list: boolean) =>
    fields.flatMap(([name, field]) => (wantsList(field) === list ? [name] : []));
  return { single: names(false), lists: names(true) };
}
