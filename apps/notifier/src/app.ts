import { type AppOptions, createApp as createHttpApp, type Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import { type PerMinute, perMinute } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { AuditRecords } from './audit/audit-records.store.ts';
import { listAuditRoute } from './audit/list-audit.route.ts';
import { discardDeadLetterRoute } from './dead-letters/discard-dead-letter.route.ts';
import type { DeadLetterDependencies } from './dead-letters/known-dead-letter.ts';
import { listDeadLettersRoute } from './dead-letters/list-dead-letters.route.ts';
import { replayDeadLetterRoute } from './dead-letters/replay-dead-letter.route.ts';
import type { Deliveries } from './delivery/deliveries.store.ts';
import { getDeliveryRoute } from './delivery/get-delivery.route.ts';
import { getOwnDeliveryRoutes } from './delivery/get-own-delivery.route.ts';
import { listDeliveriesRoute } from './delivery/list-deliveries.route.ts';
import { listOwnDeliveriesRoutes } from './delivery/list-own-deliveries.route.ts';
import { redeliverRoute } from './delivery/redeliver-delivery.route.ts';
import type { RedeliverDelivery } from './delivery/redeliver-delivery.ts';
import { redeliverManyRoutes } from './delivery/redeliver-many.route.ts';
import { redelivererOfMany } from './delivery/redeliver-many.ts';
import { redeliverOwnRoutes } from './delivery/redeliver-own-delivery.route.ts';
import { type ListenDependencies, listenRoute } from './listen/listen.route.ts';
import { listMailboxMessagesRoute } from './mailbox/list-mailbox-messages.route.ts';
import { type MailboxDependencies, mailboxPages } from './mailbox/mailbox-pages.route.ts';
import { mailboxProblems } from './mailbox/mailbox-site.ts';
import { deleteWebhookRoutes } from './webhook/delete-webhook.route.ts';
import { getWebhookRoutes } from './webhook/get-webhook.route.ts';
import type { MakeEventDelivery } from './webhook/make-event-delivery.ts';
import { managePutWebhookRoute, putWebhookRoute } from './webhook/put-webhook.route.ts';
import { testWebhookRoutes } from './webhook/test-webhook.route.ts';
import type { Webhooks } from './webhook/webhooks.store.ts';

export interface RouteDependencies extends DeadLetterDependencies, ListenDependencies {
  webhooks: Webhooks;
  makeEvent: MakeEventDelivery;
  /** Whether private addresses may be told. */
  allowPrivate: boolean;
  now: () => number;
  deliveries: Deliveries;
  /** Resolves once all deliveries that have begun are in the store. */
  flush: () => Promise<void>;
  services: Pick<ServiceRegistry, 'byIdOrClientId' | 'secretsOf'>;
  redeliver: RedeliverDelivery;
  /** How many redeliveries a service may ask for. */
  redeliveries: PerMinute;
  readModels: readonly RunningReadModel[];
  auditRecords: AuditRecords;
  /** Where emails are kept; absent where they are sent. */
  mailbox: MailboxDependencies | undefined;
}

/** Every endpoint of this app. */
export function notifierRoutes(dependencies: RouteDependencies): readonly Route[] {
  const { deliveries, flush, services, redeliver, redeliveries } = dependencies;
  const { auditRecords, deadLetters, mailbox, webhooks, now } = dependencies;
  const tests = perMinute(60, now);
  const redeliverMany = redelivererOfMany({ deliveries, flush, redeliver });
  return [
    listDeliveriesRoute({ deliveries, flush, services }),
    getDeliveryRoute({ deliveries, flush }),
    redeliverRoute({ deliveries, flush, redeliver }),
    ...listOwnDeliveriesRoutes({ deliveries, flush, services }),
    ...getOwnDeliveryRoutes({ deliveries, flush, services }),
    ...redeliverManyRoutes({ redeliverMany, services, limit: redeliveries }),
    ...redeliverOwnRoutes({ deliveries, flush, services, redeliver, limit: redeliveries }),
    putWebhookRoute(dependencies),
    managePutWebhookRoute(dependencies),
    ...getWebhookRoutes({ services, webhooks }),
    ...deleteWebhookRoutes({ services, webhooks, now }),
    ...testWebhookRoutes({ ...dependencies, limit: tests }),
    listenRoute(dependencies),
    listDeadLettersRoute({ deadLetters }),
    replayDeadLetterRoute({ deadLetters }),
    discardDeadLetterRoute({ deadLetters }),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
    listAuditRoute({ records: auditRecords }),
    ...(mailbox === undefined ? [] : [listMailboxMessagesRoute(mailbox), ...mailboxPages(mailbox)]),
  ];
}

/** The app's HTTP side. It never listens. */
export function createApp({
  credentials,
  log,
  health,
  metrics,
  ...dependencies
}: RouteDependencies & Omit<AppOptions, 'routes' | 'mounts'>) {
  const { mailbox } = dependencies;
  return createHttpApp({
    routes: notifierRoutes(dependencies),
    ...{ credentials, log, health, metrics },
    ...(mailbox && { problemPage: mailboxProblems(mailbox.site) }),
  });
}
