import type { InvitationState } from '@gatehouse/contracts';
import type { ProcessDependencies } from '../process/dependencies.ts';

/** Where the browser goes after acceptance, where the service has no page of its own. */
export const WELCOME_PATH = '/register/welcome';

/**
 * Where the browser goes after acceptance: the first invitation's `userRedirect`, else its service's first redirect URI. As
 * the URL Standard serializes it, in ASCII: a header cannot hold everything that may be written there.
 */
export function destinationOf(
  { services }: Pick<ProcessDependencies, 'services'>,
  first: InvitationState,
): string {
  const given = first.userRedirect ?? services.byId(first.serviceId)?.redirectUris[0];
  return URL.parse(given ?? '')?.href ?? WELCOME_PATH;
}
