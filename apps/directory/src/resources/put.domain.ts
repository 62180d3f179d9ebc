/** The outcome of a PUT. `unchanged` is not written: no version, no event. */
export interface Put<S> {
  outcome: 'created' | 'replaced' | 'unchanged';
  state: S;
}

/** What a change of an entity decides by a PUT: the state to write, if any, and the PUT as the result. */
export function decisionOf<S, P extends Put<S>>(put: P): { state: P['state'] | undefined; result: P } {
  return { state: put.outcome === 'unchanged' ? undefined : put.state, result: put };
}

/** The reply to a PUT: 201 where it made something, else 200. */
export function putReply<B>(outcome: Put<unknown>['outcome'], body: B) {
  return outcome === 'created' ? { status: 201 as const, body } : { status: 200 as const, body };
}
