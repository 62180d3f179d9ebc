import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import { z } from 'zod';
import { lastKept, type Mailbox } from './mailbox.store.ts';
import { ENGLISH } from './mailbox-site.ts';

export interface MailboxDependencies {
  mailbox: Mailbox;
  site: Site;
}

const SHOWN = 100;
/** Nothing of an email runs, and it fetches nothing; the page that frames it is ours. */
const FRAMED =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";
/** An address in an email's text. */
const ADDRESS = /(https?:\/\/[^\s<>"']+)/;

/** `GET /mailbox`: the newest emails, and a form to see one address's. */
function list({ mailbox, site }: MailboxDependencies): Route {
  return route({
    method: 'get',
    path: '/mailbox',
    access: 'open',
    summary: 'The mailbox, as a page',
    query: z.object({ to: z.string().optional() }),
    responses: { 200: 'A page' },
    async handle({ query }) {
      const to = query.to?.trim();
      const messages = await lastKept(mailbox, { to, limit: SHOWN });
      return { status: 200, html: site.render('mailbox-list', ENGLISH, { messages, to }) };
    },
  });
}

async function knownMessage(mailbox: Mailbox, id: string) {
  const message = await mailbox.get(id);
  if (message === undefined) throw notFound();
  return message;
}

/** `GET /mailbox/messages/{id}`: its text with the addresses in it as links, and its HTML in a frame. */
function show({ mailbox, site }: MailboxDependencies): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages/:id',
    access: 'open',
    summary: 'An email, as a page',
    uuidParams: ['id'],
    resolve: ({ params }) => knownMessage(mailbox, params.id),
    responses: { 200: 'A page' },
    handle(_request, message) {
      // Split by a group: every second piece is an address.
      const pieces = message.text.split(ADDRESS).map((text, index) => ({ text, isLink: index % 2 === 1 }));
      return { status: 200, html: site.render('mailbox-message', ENGLISH, { message, pieces }) };
    },
  });
}

/** `GET /mailbox/messages/{id}/html`: what the page frames. */
function frame({ mailbox }: MailboxDependencies): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages/:id/html',
    access: 'open',
    summary: 'An email’s HTML part',
    uuidParams: ['id'],
    resolve: ({ params }) => knownMessage(mailbox, params.id),
    responses: { 200: 'The HTML part' },
    handle(_request, message) {
      // A sandboxed frame may leave it only for a new window.
      const text = message.html.replace('<head>', '<head>\n<base target="_blank">');
      const headers = { 'content-security-policy': FRAMED, 'referrer-policy': 'no-referrer' };
      return { status: 200, text, contentType: 'text/html; charset=utf-8', headers };
    },
  });
}

/** The mailbox as pages. */
export function mailboxPages(dependencies: MailboxDependencies): Route[] {
  return [list(dependencies), show(dependencies), frame(dependencies)];
}
