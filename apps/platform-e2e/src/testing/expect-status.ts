/** Throws for an answer other than the expected one. */
export function expectStatus({ status }: { status: number }, wanted: number): void {
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}`);
}
