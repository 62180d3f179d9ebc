/** Throws where an answer is another than a scene needs. */
export function expectStatus({ status }: { status: number }, wanted: number): void {
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}`);
}
