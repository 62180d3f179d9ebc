/** A sentence for each faulty field, by the field's name. */
export type FormErrors<Field extends string = string> = Readonly<Partial<Record<Field, string | undefined>>>;

/** The faults in the order of the fields, each with the address of its field: what the layout's error summary takes. */
export function errorList<Field extends string>(
  errors: FormErrors<Field>,
  fields: readonly Field[],
): { text: string; href: string }[] {
  return fields.flatMap((field) => {
    const text = errors[field];
    return text === undefined ? [] : [{ text, href: `#${field}` }];
  });
}
