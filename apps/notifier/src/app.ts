import { type AppOptions, createApp as createHttpApp, type Route } from '@gatehouse/http';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { mailboxProblem } from './mailbox/problem-page.ts';
import type { RedeliverDelivery } from './redeliver-delivery.ts';
import { getDeliveryRoute } from './routes/get-delivery.ts';
import { listDeliveriesRoute } from './routes/list-deliveries.ts';
import { listMailboxMessagesRoute } from './routes/list-mailbox-messages.ts';
import { mailboxPages } from './routes/mailbox-pages.ts';
import { redeliverRoute } from './routes/redeliver-delivery.ts';
import type { Deliveries } from './stores/deliveries.ts';
import type { Mailbox } from './stores/mailbox.ts';

export interface RouteDependencies {
  deliveries: Deliveries;
  /** Resolves once `deliveries` has all that has begun. */
  settle: () => Promise<void>;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
  redeliver: RedeliverDelivery;
  /** Where emails are kept; absent where they are sent. */
  mailbox: Mailbox | undefined;
}

/** Every endpoint of this app. */
export function notifierRoutes(dependencies: RouteDependencies): readonly Route[] {
  const { deliveries, settle, services, redeliver, mailbox } = dependencies;
  return [
    listDeliveriesRoute({ deliveries, settle, services }),
    getDeliveryRoute({ deliveries, settle }),
    redeliverRoute({ deliveries, settle, redeliver }),
    ...(mailbox === undefined ? [] : [listMailboxMessagesRoute({ mailbox }), ...mailboxPages({ mailbox })]),
  ];
}

/** The app's HTTP side. It never listens. */
export function createApp(options: RouteDependencies & Omit<AppOptions, 'routes' | 'mounts'>) {
  const { credentials, log, health, metrics } = options;
  return createHttpApp({
    routes: notifierRoutes(options),
    credentials,
    log,
    health,
    metrics,
    problemPage: mailboxProblem,
  });
}
