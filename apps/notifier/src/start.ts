import type { LookupFunction } from 'node:net';
import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { newId, perMinute } from '@gatehouse/runtime';
import { platformIdentity } from '@gatehouse/texts';
import { createApp } from './app.ts';
import { auditRecords as auditRecordsDeclaration } from './audit/audit-records.store.ts';
import { auditedTopics, startAudit } from './audit/start-audit.ts';
import type { NotifierConfig } from './config.ts';
import { deadLettersOf } from './dead-letters/open-dead-letters.ts';
import { deliveries as deliveriesDeclaration } from './delivery/deliveries.store.ts';
import { DELIVERY_LIFETIME_MS, LOGOUT_LIFETIME_MS } from './delivery/listed-message.domain.ts';
import { startPurge } from './delivery/purge.ts';
import { limitsWith } from './delivery/queues.domain.ts';
import { schedulesWith } from './delivery/schedule.domain.ts';
import { createDeliveryMetrics } from './dispatch/dispatch-metrics.ts';
import { documentLeases } from './dispatch/document-leases.ts';
import { createSenders } from './dispatch/senders.ts';
import { startDispatch } from './dispatch/start-dispatch.ts';
import { storeLease } from './dispatch/store-lease.ts';
import { notifications as notificationsDeclaration } from './email/notify/notifications.store.ts';
import { templates as platformTemplates, type Templates } from './email/templates.ts';
import { kindsWith } from './kinds.ts';
import { startListening } from './listen/start-listening.ts';
import { mailbox as mailboxDeclaration } from './mailbox/mailbox.store.ts';
import { createMailboxSite } from './mailbox/mailbox-site.ts';
import { keepsEmails } from './open-mail-carriers.ts';
import { startRecipients } from './recipients/start-recipients.ts';
import { subscriptionsOf } from './subscription/send-subscription.ts';
import { TAPPED_LIFETIME_MS } from './tap/tapped.domain.ts';
import { measureWebhooks } from './webhook/webhook-metrics.ts';
import { countFailing, webhooks as webhooksDeclaration } from './webhook/webhooks.store.ts';

/** What the notifier starts with. */
export interface NotifierDependencies extends BackendDependencies<NotifierConfig> {
  /** Looks up the names of receivers and of the mail server. Default: the system's files and name servers. */
  lookup?: LookupFunction;
  /** Default: the platform's. */
  templates?: Templates;
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** Requests and attempts in flight may need all of the time there is. */
const DAY_MS = 86_400_000;
const CLOSING = { drainMs: 2_000, withinMs: 11_700 };

/** How many redeliveries a service may ask for. */
const REDELIVERIES_PER_MINUTE = 60;

/** Starts the notifier: its relay, its consumer and dispatcher, its HTTP side. Ready once it knows the services. */
export function start(dependencies: NotifierDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, credentials, publicUrl, lookup } = dependencies;
  const { templates = platformTemplates } = dependencies;
  const settings = {
    name: 'notifier',
    port: config.NOTIFIER_PORT,
    topics: [
      ...new Set([
        ...[topics.deliveries, topics.webhooks, topics.notices, topics.sessions, topics.challenges],
        topics.addressChanges,
        topics.accessRequests,
        topics.accountIdentities,
        ...auditedTopics,
      ]),
    ],
    closing: CLOSING,
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    const deliveries = store.collection(deliveriesDeclaration);
    const webhooks = store.collection(webhooksDeclaration);
    const mailbox = store.collection(mailboxDeclaration);
    const notifications = store.collection(notificationsDeclaration);
    const failing = (what: string) => (err: unknown) => log.warn({ err }, what);

    const services = await service.followServices({ sealer });
    const signingKeys = await service.followSigningKeys({ sealer });

    const recipients = await startRecipients({
      ...{ store, eventLog, subscribe, now, log },
      pace: dependencies.pace,
    });
    const { readModel } = recipients;
    closers.add('recipients', () => readModel.close());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });

    const identity = platformIdentity(config);
    const signInIssuer = config.ISSUER ?? publicUrl;
    const senders = await createSenders({
      emailUrl: config.EMAIL_URL,
      emailFrom: config.EMAIL_FROM,
      identity,
      templates,
      findRecipient: recipients.find,
      issuer: config.AUDIENCE,
      signInIssuer,
      signingKeys: signingKeys.keys,
      allowPrivateCallbacks: config.ALLOW_PRIVATE_CALLBACKS,
      services: services.registry,
      sealer,
      mailbox,
      notifications,
      deliveries,
      webhooks,
      publicUrl,
      subscriptions: subscriptionsOf(config),
      lookup,
      metrics,
      log,
      now,
    });
    closers.add('senders', () => senders.close());
    const listening = startListening(store, now);
    const dispatch = await startDispatch({
      webhooks,
      services: services.registry,
      disableAfterMs: config.WEBHOOK_DISABLE_DAYS * DAY_MS,
      operatorEmail: config.OPERATOR_EMAIL ?? config.SUPPORT_EMAIL,
      onDisabled: measureWebhooks(metrics, webhooks),
      deliveries,
      tap: listening.tap,
      send: senders.send,
      ready: Promise.all([services.consumer.caughtUp, signingKeys.consumer.caughtUp, readModel.caughtUp]),
      subscribe,
      kinds: kindsWith(templates),
      limitsOf: limitsWith(senders.emailsAtATime),
      schedules: schedulesWith(config.DELIVERY_SCHEDULE),
      leases: config.distributed
        ? documentLeases(deliveries, newId(), now)
        : await storeLease(store.lease('deliveries'), {
            holder: newId(),
            now,
            onError: failing('the lease of deliveries is renewed later'),
          }),
      metrics: createDeliveryMetrics(metrics),
      log,
      now,
    });
    closers.add('dispatch', () => dispatch.close());
    service.alsoMeasure(() => ({ ...readModel.consumers(), 'notifier.deliveries': dispatch.subscription }));
    const auditRecords = store.collection(auditRecordsDeclaration);
    const auditLifetimeMs = config.AUDIT_DAYS === 0 ? undefined : config.AUDIT_DAYS * 86_400_000;
    await startAudit({ store, consume: service.consume, lifetimeMs: auditLifetimeMs, now });
    const purged = [
      { collection: deliveries, madeAt: 'state.createdAt', lifetimeMs: DELIVERY_LIFETIME_MS },
      {
        collection: deliveries,
        where: { 'state.kind': 'logout' },
        madeAt: 'state.createdAt',
        lifetimeMs: LOGOUT_LIFETIME_MS,
      },
      { collection: mailbox, madeAt: 'sentAt', lifetimeMs: DELIVERY_LIFETIME_MS },
      { collection: listening.tapped, madeAt: 'madeAt', lifetimeMs: TAPPED_LIFETIME_MS },
      { collection: auditRecords, madeAt: 'sortKey', lifetimeMs: auditLifetimeMs },
    ];
    const purge = startPurge(purged, { now, onError: failing('nothing was purged') });
    closers.add('purge', () => purge.close());

    const shown = keepsEmails(config.EMAIL_URL)
      ? { mailbox, site: createMailboxSite({ identity, logo: config.logo }) }
      : undefined;
    const deadLetters = deadLettersOf(eventLog, now);
    health.measure('deadLetters', async () => (await (await deadLetters()).list()).length);

    health.measure('failingWebhooks', () => countFailing(webhooks));

    // The last is closed first: those who wait are answered while answers are still sent.
    closers.add('listeners', () => listening.wakes.drain());

    const { redeliver, flush, makeEvent } = dispatch;
    const routed = {
      ...{ webhooks, makeEvent, allowPrivate: config.ALLOW_PRIVATE_CALLBACKS, now },
      readModels: [readModel],
      ...{ deliveries, flush, services: services.registry, redeliver, auditRecords, deadLetters },
      ...{ ...listening, issuer: config.AUDIENCE, signInIssuer, signingKeys: signingKeys.keys, sealer },
      redeliveries: perMinute(REDELIVERIES_PER_MINUTE, now),
      mailbox: shown,
    };
    return createApp({ ...routed, credentials, log, health, metrics });
  });
}
