import { consumerOf } from '@gatehouse/consumers';
import { ACCOUNT_SITE, type AccountProviderState, builtInServices, topics } from '@gatehouse/contracts';
import { type Consumer, type EventLog, replicate } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { RegisteredService, ServiceRegistry } from '@gatehouse/service-registry';

/** Where people go back to from sign-in, to one of the platform's own services. */
export interface Addresses {
  redirectUris: string[];
  postLogoutRedirectUris: string[];
}

/** The addresses of built-in services, by id; undefined for any other. */
export type AddressesOf = (serviceId: string) => Addresses | undefined;

const { id: ACCOUNTS } = builtInServices.accounts;

function addressesIn({ own }: Pick<AccountProviderState, 'own'>): Addresses {
  const { redirectUri, postLogoutRedirectUri } = own ?? ACCOUNT_SITE;
  const after = postLogoutRedirectUri === undefined ? [] : [postLogoutRedirectUri];
  return { redirectUris: [redirectUri], postLogoutRedirectUris: after };
}

export interface StartAddressesOptions {
  log: EventLog;
  logger: Logger;
  /** Whether the demo's site is where accounts' people come back to, while the operator says nothing. */
  hasDemoSite: boolean;
}

/** Follows where accounts' people come back to, from the log's start. */
export async function startBuiltInAddresses({ log, logger, hasDemoSite }: StartAddressesOptions): Promise<{
  addressesOf: AddressesOf;
  consumer: Consumer;
}> {
  let ofAccounts = hasDemoSite ? addressesIn({}) : undefined;
  let known = 0;
  await log.ensureTopics([topics.accountProviders]);
  const { topics: read, handle } = consumerOf({
    async 'gatehouse.accounts.provider.v1'({ data: { state, version } }) {
      if (version <= known) return;
      known = version;
      if (state.own !== undefined || hasDemoSite) ofAccounts = addressesIn(state);
    },
  });
  const consumer = await replicate({ log, topics: read, logger, apply: handle });
  return { addressesOf: (serviceId) => (serviceId === ACCOUNTS ? ofAccounts : undefined), consumer };
}

/** The services, of which the built-in ones have their addresses. */
export function withAddresses(registry: ServiceRegistry, addressesOf: AddressesOf): ServiceRegistry {
  const made = new WeakMap<RegisteredService, { addresses: Addresses; service: RegisteredService }>();

  function addressed(service: RegisteredService | undefined): RegisteredService | undefined {
    const addresses = service && addressesOf(service.id);
    if (service?.signIn === undefined || addresses === undefined) return service;
    const before = made.get(service);
    if (before?.addresses === addresses) return before.service;
    const { redirectUris, postLogoutRedirectUris } = addresses;
    const signIn = { ...service.signIn, postLogoutRedirectUris };
    const after = { ...service, redirectUris, signIn };
    made.set(service, { addresses, service: after });
    return after;
  }

  return Object.assign(Object.create(registry) as ServiceRegistry, {
    byId: (id: string) => addressed(registry.byId(id)),
    byClientId: (clientId: string) => addressed(registry.byClientId(clientId)),
    byIdOrClientId: (text: string) => addressed(registry.byIdOrClientId(text)),
  });
}
