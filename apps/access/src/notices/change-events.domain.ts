import type { WebhookEvent, WebhookEventType } from '@gatehouse/contracts';

/** A change as a webhook tells it, but for its time. */
export type ChangeEvent<T extends WebhookEventType = WebhookEventType> = {
  [E in T]: Pick<WebhookEvent<E>, 'type' | 'data'>;
}[T];

/** An event, and the services that are told. */
export interface ToldEvent {
  event: ChangeEvent;
  serviceIds: readonly string[];
}

/** A state of an entity, at its version. */
export interface AtVersion<S> {
  version: number;
  state: S;
}

/** The names whose values differ; all of them where there is nothing before. Their order stays. */
export function namesChanged<N extends string, S>(
  valuesOf: { readonly [K in N]: (state: S) => unknown },
  names: readonly N[],
  previous: S | undefined,
  next: S,
): N[] {
  if (previous === undefined) return [...names];
  return names.filter((name) => valuesOf[name](previous) !== valuesOf[name](next));
}
