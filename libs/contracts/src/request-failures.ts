/** Why an approved request for access could not be carried out. */
export const requestFailures = ['policy', 'no room', 'organisation closed', 'person removed'] as const;
export type RequestFailure = (typeof requestFailures)[number];
