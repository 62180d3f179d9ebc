/** Some members of an object, `null` where it does not hold them: values not held are `null` in every answer. */
export function orNull<T extends object, K extends keyof T>(
  from: T,
  ...names: readonly K[]
): { [N in K]-?: Exclude<T[N], undefined> | null } {
  const view: Partial<Record<K, unknown>> = {};
  for (const name of names) view[name] = from[name] ?? null;
  return view as { [N in K]-?: Exclude<T[N], undefined> | null };
}
