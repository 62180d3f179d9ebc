/** Who makes the calls of a folder: their names in the environment. */
export type Actor = 'operator' | 'service' | 'nobody';

/** One call of the story. Texts may hold variables, `{{serviceId}}`. */
export interface Step {
  operationId: string;
  /** Where the operation's summary does not say enough. */
  name?: string;
  /** The answer that is right; several where it depends on what else is under way. */
  status: number | readonly number[];
  /** Values for the parameters of the path, by name or by their order. */
  path?: readonly string[];
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Variables to set from the answer: where each is found. */
  save?: Readonly<Record<string, string>>;
  /** Asked again for a moment until it is right: what was changed is on its way to where it is read. */
  settles?: boolean;
}

export interface Chapter {
  name: string;
  actor: Actor;
  steps: readonly Step[];
}
