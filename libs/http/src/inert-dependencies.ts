/** Dependencies for routes that are only documented: every member and every result of a call does nothing. */
export function inertDependencies<T extends object>(): T {
  const inert: unknown = new Proxy(() => undefined, {
    get(_target, member) {
      if (member === Symbol.toPrimitive) return () => '';
      if (member === Symbol.iterator) return function* () {};
      // It can be awaited without waiting for ever.
      return member === 'then' ? undefined : inert;
    },
    apply: () => inert,
  });
  return inert as T;
}
