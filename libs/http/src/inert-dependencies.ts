/**
 * Dependencies for routes that are declared and never served, as the documentation needs them: every member, and every
 * call's result, is as inert as the whole. No engine is behind them.
 */
export function inertDependencies<T extends object>(): T {
  const inert: unknown = new Proxy(() => undefined, {
    get(_target, member) {
      if (member === Symbol.toPrimitive) return () => '';
      if (member === Symbol.iterator) return function* () {};
      // Whoever awaits it is not kept waiting.
      return member === 'then' ? undefined : inert;
    },
    apply: () => inert,
  });
  return inert as T;
}
