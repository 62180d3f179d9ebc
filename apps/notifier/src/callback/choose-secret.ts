import type { DeliveryDocument } from '../delivery/delivery.ts';

/** The secret that signs the next JWT, and with it those that were refused before it since the newest was tried. */
export interface ChosenSecret<S> {
  secret: S;
  /** Their ids: these are refused, if this one is. */
  tried: string[];
}

/**
 * Of a service's valid secrets, the newest first, the one that signs a delivery's next JWT: the newest that was not refused.
 * Where a newer one has appeared since, or all were refused, it begins again at the newest. Undefined where there is none.
 */
export function chooseSecret<S extends { id: string }>(
  secrets: readonly S[],
  delivery: Pick<DeliveryDocument, 'secretStep' | 'refusals'>,
): ChosenSecret<S> | undefined {
  const [newest] = secrets;
  if (newest === undefined) return undefined;
  const refused = refusedOf(secrets, delivery);
  const next = refused.includes(newest.id) ? secrets.find(({ id }) => !refused.includes(id)) : undefined;
  return next === undefined
    ? { secret: newest, tried: [newest.id] }
    : { secret: next, tried: [...refused, next.id] };
}

/** An older release counts refusals and does not say of which secrets; where it had the last word, the count is what there is. */
function refusedOf(
  secrets: readonly { id: string }[],
  { secretStep, refusals }: Pick<DeliveryDocument, 'secretStep' | 'refusals'>,
): readonly string[] {
  if (refusals?.step === secretStep) return refusals.secretIds;
  return secrets.slice(0, secretStep % secrets.length).map(({ id }) => id);
}
