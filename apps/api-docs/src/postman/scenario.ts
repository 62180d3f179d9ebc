/** Who makes the calls of a folder: their names in the environment. */
export type Actor = 'operator' | 'service' | 'nobody';

/** One call. Texts may hold variables, `{{serviceId}}`. */
export interface Step {
  operationId: string;
  /** Where the operation's summary does not say enough. */
  name?: string;
  /** The expected status; several where it depends on work in progress. */
  status: number | readonly number[];
  /** Values for the parameters of the path, by name or by their order. */
  path?: readonly string[];
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Variables to set from the answer: where each is found. */
  save?: Readonly<Record<string, string>>;
  /** Repeated for a moment until it is right: the change is still on its way to the read model. */
  settles?: boolean;
}

export interface Chapter {
  name: string;
  actor: Actor;
  steps: readonly Step[];
}
