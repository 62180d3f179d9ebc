import { randomBytes } from 'node:crypto';

/** Each authorization has a grant of its own, whose id says for which organisation it is: codes and tokens carry it. */
export function newGrantId(organisationId: string | undefined): string {
  return `${organisationId ?? ''}.${randomBytes(24).toString('base64url')}`;
}

/** The organisation of a grant; undefined where none was chosen. */
export function organisationOfGrant(grantId: string | undefined): string | undefined {
  const organisationId = grantId?.split('.')[0];
  return organisationId === '' ? undefined : organisationId;
}
