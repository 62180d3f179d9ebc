import { isPublicUnicast, literalAddressOf } from '@gatehouse/callback-address';
import { admit, organisationFields, type ServiceState } from '@gatehouse/contracts';
import { lookUpUntil } from '@gatehouse/runtime';
import type { OrganisationsProjection } from '../projections/organisations.store.ts';
import type { References } from './invitation-request.ts';

/** What the references of a request are checked against. */
export interface ReferenceContext {
  /** The service in the URL, as it is known at this moment. */
  service: () => ServiceState;
  organisations: Pick<OrganisationsProjection, 'get'>;
  allowPrivateCallbacks: boolean;
}

function originOf(uri: string): string | undefined {
  const origin = URL.parse(uri)?.origin;
  return origin === 'null' ? undefined : origin;
}

function isPrivate(callback: string): boolean {
  const address = literalAddressOf(new URL(callback));
  return address !== undefined && !isPublicUnicast(address);
}

async function faultsNow(references: References, context: ReferenceContext): Promise<string[]> {
  const { userRedirect, organisationId } = references;
  const service = context.service();
  const faults: string[] = [];
  if (userRedirect !== undefined) {
    const origin = originOf(userRedirect);
    if (!service.redirectUris.some((uri) => originOf(uri) === origin)) {
      faults.push("userRedirect must have the origin of one of the service's redirect URIs");
    }
  }
  if (organisationId !== undefined) {
    const organisation = await context.organisations.get(organisationId);
    if (organisation === undefined) faults.push('organisation does not exist');
    else if (!admit(service.policies, organisationFields(organisation), 'organisation only').admitted) {
      faults.push("organisation is not one that the service's policies allow");
    }
  }
  return faults;
}

/**
 * The faults of what a request refers to. What was made or changed elsewhere a moment ago may not be known here yet, so
 * for two seconds it is looked up again before anything is refused.
 */
export async function referenceFaults(references: References, context: ReferenceContext): Promise<string[]> {
  const { callback } = references;
  const refused = callback !== undefined && !context.allowPrivateCallbacks && isPrivate(callback);
  let faults: string[] = [];
  await lookUpUntil(async () => {
    faults = await faultsNow(references, context);
    return faults.length === 0 ? faults : undefined;
  });
  return refused ? ['callback must not be a private address', ...faults] : faults;
}
