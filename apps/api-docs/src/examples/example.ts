/** What a call may look like: its parameters by name, its body, and its answers by status. */
export interface Example {
  parameters?: Readonly<Record<string, unknown>>;
  request?: unknown;
  [status: number]: unknown;
}
