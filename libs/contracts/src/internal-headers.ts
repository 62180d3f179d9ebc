/** Whether a header is one of the platform's own: none comes in from outside, and none goes out. */
export function isInternalHeader(name: string): boolean {
  return name.startsWith('x-gatehouse-');
}

/**
 * The header of access's answers that names the service a request made or changed, and its version: `<id>;<version>`. The
 * gateway holds such an answer back until its replica has that version.
 */
export const SERVICE_VERSION_HEADER = 'x-gatehouse-service-version';

/** The headers by which the gateway tells an app of pages the network address of who sent a request, and which host it named. */
export const CLIENT_ADDRESS_HEADER = 'x-gatehouse-address';
export const ASKED_HOST_HEADER = 'x-gatehouse-asked-host';

/** Where the gateway tells sign-in that a person's token was used. It forwards no request to this path. */
export const SESSION_USE_PATH = '/internal/session-use';
