import type { Example } from './example.ts';
import {
  ADDRESS,
  APPROVER,
  ORGANISATION_ID,
  page,
  ROLE_CODE,
  SCHOOL,
  SERVICE_ID,
  session,
  signIn,
  USER_ID,
} from './example-values.ts';

const names = { given_name: APPROVER.given_name, family_name: APPROVER.family_name };
const member = {
  ...{ userId: USER_ID, ...names, email: APPROVER.email, status: 1, roleId: 10_000 },
  since: '2026-03-02T09:00:00.000Z',
};

const service = { serviceId: SERVICE_ID, name: 'Demo service' };
const granted = { ...service, roles: [ROLE_CODE] };
const available = { ...service, roles: [{ code: ROLE_CODE, name: 'Editor' }] };
const school = { id: ORGANISATION_ID, name: SCHOOL.name };

/** Examples of the calls for people who are signed in. */
export const peopleExamples: Readonly<Record<string, Example>> = {
  listOwnSessions: { 200: page('sessions', session) },
  listOwnSignIns: { 200: page('signIns', signIn) },
  putOwnNames: { request: names, 200: { sub: USER_ID, ...names } },
  getSignedInPerson: {
    200: {
      ...{ sub: USER_ID, email: APPROVER.email, ...names, support: false },
      organisations: [{ ...school, roleId: 10_000, status: 1 }],
    },
  },
  listOwnServices: {
    200: {
      organisations: [
        {
          ...school,
          services: [{ ...granted, startUrl: 'https://meals.example.org/' }],
          available: [],
        },
      ],
    },
  },
  searchOrganisations: {
    parameters: { q: SCHOOL.name.slice(0, 4) },
    200: { organisations: [{ ...school, address: ADDRESS }], more: false },
  },
  operatorListMembers: { 200: page('members', { ...member, services: [granted] }) },
  listMembers: { 200: page('members', { ...member, services: [granted] }) },
  getMember: { 200: { ...member, services: [granted] } },
  listMemberServices: { 200: page('services', granted) },
  putMemberService: {
    parameters: { serviceId: SERVICE_ID },
    request: { roles: [ROLE_CODE] },
    200: granted,
    201: granted,
  },
  removeMemberService: { parameters: { serviceId: SERVICE_ID } },
  listAvailableServices: { 200: page('services', available) },
  putMember: { request: { roleId: 10_000 }, 200: member },
};
