/** Where a person begins again. */
export interface Onward {
  serviceName: string;
  href: string;
}

interface Beginning {
  name: string;
  signIn?: { startUrl?: string | undefined } | undefined;
}

/** Where a page leads that leads nowhere else: to where the service begins, never to an address of the request. */
export function onwardTo(service: Beginning | undefined): Onward | undefined {
  const href = service?.signIn?.startUrl;
  return service === undefined || href === undefined ? undefined : { serviceName: service.name, href };
}
