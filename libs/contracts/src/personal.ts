import { z } from 'zod';

const MARK = 'x-personal';

/** Marks a member as personal: `erasePersonal` takes it out, and the documentation of the events shows it. */
export function personal<S extends z.ZodType>(schema: S): S {
  return schema.meta({ [MARK]: true });
}

/** Whether a schema is marked; a mark inside `optional()` counts. */
function isPersonal(schema: z.ZodType): boolean {
  if (schema.meta()?.[MARK] === true) return true;
  return schema instanceof z.ZodOptional && isPersonal(schema.unwrap() as z.ZodType);
}

const ERASED = Symbol('erased');

function objectWithout(schema: z.ZodObject, value: Readonly<Record<string, unknown>>): unknown {
  const left: Record<string, unknown> = {};
  let changed = false;
  for (const [name, member] of Object.entries(value)) {
    const shape = schema.shape[name] as z.ZodType | undefined;
    const kept = shape === undefined || member === undefined ? member : without(shape, member);
    if (kept !== ERASED) left[name] = kept;
    else if (!(shape instanceof z.ZodOptional)) return ERASED;
    changed ||= kept !== member;
  }
  return changed ? left : value;
}

function without(schema: z.ZodType, value: unknown): unknown {
  if (isPersonal(schema)) return ERASED;
  if (schema instanceof z.ZodOptional) return without(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodObject) return objectWithout(schema, value as Record<string, unknown>);
  if (schema instanceof z.ZodArray) {
    const items = value as readonly unknown[];
    const left = items.map((item) => without(schema.element as z.ZodType, item));
    return left.every((item, index) => item === items[index])
      ? value
      : left.filter((item) => item !== ERASED);
  }
  if (schema instanceof z.ZodUnion) {
    const option = (schema.options as readonly z.ZodType[]).find((each) => each.safeParse(value).success);
    if (option === undefined) throw new Error('a state that breaks its schema cannot be erased');
    return without(option, value);
  }
  return value;
}

/**
 * A state without its personal members; the same object where it has none. A personal member that its schema requires
 * takes along what holds it, up to the next optional member or list item. Throws where that is the whole state.
 */
export function erasePersonal<T, S extends T>(schema: z.ZodType<T>, state: S): S {
  const left = without(schema, state);
  if (left === ERASED) throw new Error('a state that requires a personal member cannot be erased');
  return left as S;
}

/**
 * Of the members given those that a schema names, as far as they are defined. A state is made so from the one before it
 * and what changes: a member of one status never travels into another that does not name it.
 */
export function shapedBy<S extends z.ZodObject>(schema: S, members: z.input<S>): z.output<S> {
  const given = members as Readonly<Record<string, unknown>>;
  const named = Object.keys(schema.shape).filter((name) => given[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, given[name]])) as z.output<S>;
}
