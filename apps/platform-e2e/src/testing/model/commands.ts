import type { ModelPolicy } from './access-model.ts';

/** A change of a platform and of its model: one request. */
export type Command =
  | { kind: 'put user'; userId: string; email: string; givenName: string; status: 0 | 1 }
  | { kind: 'remove user'; userId: string }
  | { kind: 'put membership'; userId: string; organisationId: string; roleId: 0 | 10000 }
  | { kind: 'remove membership'; userId: string; organisationId: string }
  | {
      kind: 'put organisation';
      organisationId: string;
      change: { name?: string; status: number; category: string };
    }
  | {
      kind: 'put grant';
      serviceId: string;
      userId: string;
      organisationId: string;
      roles: string[];
      identifiers?: { key: string; value: string }[];
    }
  | { kind: 'remove grant'; serviceId: string; userId: string; organisationId: string }
  | { kind: 'put policy'; serviceId: string; policyId: string; policy: ModelPolicy }
  | { kind: 'remove policy'; serviceId: string; policyId: string }
  | { kind: 'put role'; serviceId: string; code: string; name: string; status: 'Active' | 'Inactive' }
  | {
      kind: 'put service';
      serviceId: string;
      params: Record<string, string>;
      parentId?: string | undefined;
      name?: string;
    }
  | { kind: 'invite'; serviceId: string; userId: string; organisationId?: string | undefined };

/** What a command changes, to wait until every read shows it. */
export function touchedBy(command: Command): { userId?: string; organisationId?: string } {
  const userId = 'userId' in command ? command.userId : undefined;
  const organisationId = command.kind === 'put organisation' ? command.organisationId : undefined;
  return { ...(userId !== undefined && { userId }), ...(organisationId !== undefined && { organisationId }) };
}
