/** The secret that signs the next JWT. */
export interface ChosenSecret<S> {
  secret: S;
  /** Its id, and the ids of those refused before it since the newest was tried: they are refused if this one is. */
  tried: string[];
}

/**
 * Of a service's valid secrets, the newest first, the newest that was not refused. Where a newer one has appeared since, or
 * all were refused, it begins again at the newest. Undefined where there is none.
 */
export function chooseSecret<S extends { id: string }>(
  secrets: readonly S[],
  refused: readonly string[] = [],
): ChosenSecret<S> | undefined {
  const [newest] = secrets;
  if (newest === undefined) return undefined;
  const next = refused.includes(newest.id) ? secrets.find(({ id }) => !refused.includes(id)) : undefined;
  return next === undefined
    ? { secret: newest, tried: [newest.id] }
    : { secret: next, tried: [...refused, next.id] };
}
