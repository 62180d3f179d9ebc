/** What a PUT came to. `unchanged` is not written: no version, no event. */
export interface Put<S> {
  outcome: 'created' | 'replaced' | 'unchanged';
  state: S;
}
