/** What a call may look like: its body, and its answers by status. */
export interface Example {
  request?: unknown;
  [status: number]: unknown;
}
