import type { InvitationState } from '@gatehouse/contracts';
import type { ProcessDependencies } from '../process/dependencies.ts';

/** Where the browser goes after acceptance, where the service has no page of its own. */
export const WELCOME_PATH = '/register/welcome';

/**
 * Where the browser goes after acceptance: what the first invitation says, else its service's first redirect URI. As the
 * URL Standard serializes it, in ASCII: as it was written it may be more than a header can hold.
 */
export function destinationOf(
  { services }: Pick<ProcessDependencies, 'services'>,
  first: InvitationState,
): string {
  const given = first.userRedirect ?? services.byId(first.serviceId)?.redirectUris[0];
  return URL.parse(given ?? '')?.href ?? WELCOME_PATH;
}
