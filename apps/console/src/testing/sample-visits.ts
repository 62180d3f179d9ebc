import { deadLetterId, ids } from './sample-platform.ts';

/** Every page, with what it must show. */
export const samplePages: Readonly<Record<string, string>> = {
  '/operator': 'notifier State not ready',
  '/operator/deliveries': 'School <Meals> Register',
  [`/operator/deliveries/${ids.delivery}`]: 'connection refused',
  [`/operator/deliveries/${ids.pending}`]: 'Attempt now',
  '/operator/deliveries/redeliver': 'Made since',
  '/operator/dead-letters': 'its state is not as its schema has it',
  [`/operator/dead-letters/${encodeURIComponent(deadLetterId)}/discard`]: 'Discard this dead letter?',
  '/operator/services': 'school-meals',
  [`/operator/services/${ids.service}`]: 'failing: it failed for days',
  [`/operator/services/${ids.service}/rotate`]: 'Rotate the API secret of School <Meals> Register?',
  [`/operator/services/${ids.service}/webhook`]: 'membership.changed user.removed',
  [`/operator/services/${ids.service}/webhook/remove`]: 'https://meals.example/hooks',
  '/operator/invitations': 'ada@school.example',
  [`/operator/invitations/${ids.invitation}`]: '550',
  [`/operator/invitations/${ids.invitation}/revoke`]: 'Revoke this invitation?',
  '/operator/users': 'Ada <b>Lovelace</b>',
  [`/operator/users/${ids.user}`]:
    'Oakfield Primary School Role Approver Services School <Meals> Register as READER',
  '/operator/organisations': 'Establishment (001)',
  [`/operator/organisations/${ids.organisation}`]: 'GIAS Provider Type Community school',
  '/operator/audit': 'status: 0 → 1',
};

/** Every form that changes something: where it stands, where it goes, what it sends, and what it calls. */
export const sampleForms: readonly {
  page: string;
  action: string;
  fields?: Record<string, string>;
  call: { method: string; path: string; body?: unknown };
  answer?: object;
  leadsTo: string | number;
}[] = [
  {
    page: `/operator/deliveries/${ids.delivery}`,
    action: `/operator/deliveries/${ids.delivery}/redeliver`,
    call: { method: 'POST', path: `/manage/deliveries/${ids.delivery}/redeliver` },
    leadsTo: `/operator/deliveries/${ids.delivery}?done=redelivered`,
  },
  {
    page: '/operator/deliveries/redeliver',
    action: '/operator/deliveries/redeliver',
    fields: {
      status: 'failed',
      since: '2026-07-01 10:00',
      until: '',
      serviceId: 'school-meals',
      kind: 'webhook',
    },
    call: {
      ...{ method: 'POST', path: '/manage/deliveries/redeliver' },
      body: {
        status: 'failed',
        serviceId: 'school-meals',
        kind: 'webhook',
        since: '2026-07-01T09:00:00.000Z',
      },
    },
    answer: { redelivered: 2, more: true },
    leadsTo: 200,
  },
  {
    page: '/operator/dead-letters',
    action: `/operator/dead-letters/${encodeURIComponent(deadLetterId)}/replay`,
    call: { method: 'POST', path: `/manage/dead-letters/${encodeURIComponent(deadLetterId)}/replay` },
    leadsTo: '/operator/dead-letters?done=replayed',
  },
  {
    page: `/operator/dead-letters/${encodeURIComponent(deadLetterId)}/discard`,
    action: `/operator/dead-letters/${encodeURIComponent(deadLetterId)}/discard`,
    call: { method: 'POST', path: `/manage/dead-letters/${encodeURIComponent(deadLetterId)}/discard` },
    leadsTo: '/operator/dead-letters?done=discarded',
  },
  {
    page: `/operator/services/${ids.service}/rotate`,
    action: `/operator/services/${ids.service}/rotate`,
    fields: { overlapSeconds: '3600' },
    call: { method: 'POST', path: `/manage/services/${ids.service}/secret`, body: { overlapSeconds: 3_600 } },
    answer: { apiSecret: 'the+new/secret=' },
    leadsTo: 200,
  },
  {
    page: `/operator/services/${ids.service}/webhook`,
    action: `/operator/services/${ids.service}/webhook`,
    fields: {
      url: ' https://meals.example/new ',
      events: 'user.updated\r\nuser.removed\r\n',
      status: 'enabled',
    },
    call: {
      ...{ method: 'PUT', path: `/manage/services/${ids.service}/webhook` },
      body: { url: 'https://meals.example/new', events: ['user.updated', 'user.removed'], status: 'enabled' },
    },
    leadsTo: `/operator/services/${ids.service}?done=webhook`,
  },
  {
    page: `/operator/services/${ids.service}/webhook/remove`,
    action: `/operator/services/${ids.service}/webhook/remove`,
    call: { method: 'DELETE', path: `/manage/services/${ids.service}/webhook` },
    leadsTo: `/operator/services/${ids.service}?done=webhook-removed`,
  },
  {
    page: `/operator/invitations/${ids.invitation}`,
    action: `/operator/invitations/${ids.invitation}/resend`,
    call: { method: 'POST', path: `/manage/invitations/${ids.invitation}/resend` },
    leadsTo: `/operator/invitations/${ids.invitation}?done=resent`,
  },
  {
    page: `/operator/invitations/${ids.invitation}/revoke`,
    action: `/operator/invitations/${ids.invitation}/revoke`,
    call: { method: 'DELETE', path: `/manage/invitations/${ids.invitation}` },
    leadsTo: `/operator/invitations/${ids.invitation}?done=revoked`,
  },
];
